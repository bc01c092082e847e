#include <atomic>
#include <chrono>
#include <cstdio>
#include <cstdlib>
#include <random>
#include <thread>
#include <vector>

#include "certificates.hpp"
#include "maildrops.hpp"
#include "process.hpp"
#include "servers.hpp"
#include "visits.hpp"

namespace n3::test {
namespace {

struct Count {
  std::atomic<unsigned> visits = 0;
  std::atomic<unsigned> failures = 0;
};

void make_visits(const Target& target, unsigned seed, const std::atomic<bool>& enough, Count& count) {
  for (std::mt19937 chance(seed); !enough; ++count.visits) {
    try {
      visit(target, chance);
    } catch (const std::exception& failure) {
      std::fprintf(stderr, "%s\n", failure.what());
      ++count.failures;
    }
  }
}

// Clients of all kinds against a server of all kinds, for a while.
void load(std::chrono::seconds duration, Count& count) {
  constexpr unsigned visitors = 8;
  const Folder folder;
  LoadMaildrops maildrops;
  TestServer server;
  server.threads(3);
  server.tls(make_certificate(folder));
  server.on_login([&](const Login& login) { return maildrops(login); });
  server.listen({.address = "127.0.0.1:0", .tls = Tls::implicit});
  const auto addresses = server.start();
  const Target target{addresses.at(0), addresses.at(1)};

  std::atomic<bool> enough = false;
  std::vector<std::jthread> threads;
  for (unsigned seed = 0; seed < visitors; ++seed)
    threads.emplace_back([&, seed] { make_visits(target, seed, enough, count); });
  std::this_thread::sleep_for(duration);
  enough = true;
}

}  // namespace
}  // namespace n3::test

int main(int argc, char** argv) {
  using namespace n3::test;
  const std::chrono::seconds duration(argc > 1 ? std::atoi(argv[1]) : 3);
  const std::size_t descriptors = open_descriptors();
  const std::size_t threads = running_threads();
  Count count;
  load(duration, count);
  const bool left = open_descriptors() != descriptors || !soon([&] { return running_threads() == threads; });
  std::printf("%u visits, %u failures%s\n", count.visits.load(), count.failures.load(),
              left ? ", something was left behind" : "");
  return count.failures == 0 && count.visits > 0 && !left ? EXIT_SUCCESS : EXIT_FAILURE;
}
