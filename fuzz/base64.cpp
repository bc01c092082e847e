// Invariant: what is encoded decodes to the same octets; what decodes at all is exactly what the encoder writes.

#include "base/base64.hpp"

#include <cstddef>
#include <cstdint>
#include <string_view>

#include "input.hpp"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  using namespace n3;
  const std::string_view octets(reinterpret_cast<const char*>(data), size);
  fuzz::require(base64_decode(base64_encode(octets)) == octets, "encoding and decoding give the octets back");
  const auto decoded = base64_decode(octets);
  fuzz::require(!decoded || base64_encode(*decoded) == octets, "there is one way to write what was decoded");
  return 0;
}
