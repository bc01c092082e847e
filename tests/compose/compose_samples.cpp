// Writes composed messages, N.eml, and what went into each, N.json, into a folder, for check_samples.py.

#include <cstdio>
#include <exception>
#include <filesystem>
#include <fstream>
#include <string>

#include "json.hpp"
#include "samples.hpp"

namespace {

constexpr unsigned random_samples = 300;

void write(const std::filesystem::path& path, const std::string& bytes) {
  std::ofstream out(path, std::ios::binary);
  out << bytes;
  out.close();
  if (!out) throw std::runtime_error("cannot write " + path.string());
}

void write_all(const std::filesystem::path& folder) {
  auto samples = chosen_samples();
  for (unsigned seed = 0; seed < random_samples; ++seed) samples.push_back(random_sample(seed));
  for (std::size_t i = 0; i < samples.size(); ++i) {
    const auto& [message, identity] = samples[i];
    write(folder / (std::to_string(i) + ".eml"), n3::compose(message, identity));
    write(folder / (std::to_string(i) + ".json"), to_json(message.fields(), identity));
  }
}

}  // namespace

int main(int argc, char** argv) try {
  if (argc != 2) {
    std::fputs("usage: compose_samples FOLDER\n", stderr);
    return 2;
  }
  write_all(argv[1]);
} catch (const std::exception& error) {
  std::fprintf(stderr, "compose_samples: %s\n", error.what());
  return 1;
}
