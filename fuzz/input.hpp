#pragma once

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <cstdio>
#include <cstdlib>
#include <source_location>
#include <string_view>

#include "base/ascii.hpp"

namespace n3::fuzz {

/// Decisions that an input makes, an octet each; when they have run out they are all 0. Digits count as their value, so
/// that seeds can be written and read.
class Script {
 public:
  explicit Script(std::string_view octets = {}) : octets_(octets) {}

  std::size_t next() {
    if (octets_.empty()) return 0;
    const char octet = octets_.front();
    octets_.remove_prefix(1);
    return ascii::is_digit(octet) ? static_cast<std::size_t>(octet - '0') : static_cast<unsigned char>(octet);
  }
  std::size_t next(std::size_t count) { return next() % count; }  ///< One of so many.

 private:
  std::string_view octets_;
};

/// What fuzzers make of their octets: the first line is the script, the rest is what is under test.
struct Input {
  Script script;
  std::string_view bytes;

  Input(const std::uint8_t* data, std::size_t size) {
    const std::string_view all(reinterpret_cast<const char*>(data), size);
    const std::string_view line = all.substr(0, all.find('\n'));
    script = Script(line);
    bytes = all.substr(std::min(line.size() + 1, all.size()));
  }
};

/// Ends the process where the invariant does not hold.
inline void require(bool holds, const char* invariant, std::source_location at = std::source_location::current()) {
  if (holds) return;
  std::fprintf(stderr, "%s:%u: broken: %s\n", at.file_name(), at.line(), invariant);
  std::abort();
}

}  // namespace n3::fuzz
