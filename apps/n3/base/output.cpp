#include "base/output.hpp"

#include <fmt/format.h>

#include <cerrno>
#include <cstdio>
#include <stdexcept>
#include <system_error>

namespace n3::program {

void print(std::string_view text) {
  const bool written = std::fwrite(text.data(), 1, text.size(), stdout) == text.size() && std::fflush(stdout) == 0;
  if (written) return;
  throw std::runtime_error(fmt::format("cannot write to standard output: {}", std::generic_category().message(errno)));
}

}  // namespace n3::program
