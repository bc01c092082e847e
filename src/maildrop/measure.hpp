#pragma once

#include <cstdint>
#include <filesystem>
#include <string>

#include <n3/body.hpp>

#include "base/regular_file.hpp"

namespace n3 {

/// What a message is to a client.
struct Measure {
  std::uint64_t octets = 0;  ///< As n3::octets counts them.
  std::string digest{};      ///< Of what RETR sends: the same only where that is the same. 32 hexadecimal digits.
};

/// Reads all of a message, piece by piece. Blocks.
Answer<Measure> measure(Body body);
Answer<Measure> measure(RegularFile file, const std::filesystem::path& path);

}  // namespace n3
