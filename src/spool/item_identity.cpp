#include "spool/item_identity.hpp"

#include "base/digest.hpp"

namespace n3::spool {
namespace {

constexpr std::size_t identity_octets = 32;

// Each part with its length before it, so that no two different triples read the same.
std::string framed(std::string_view part) { return std::to_string(part.size()) + ":" + std::string(part); }

}  // namespace

std::string item_identity(std::string_view mailbox, std::string_view source, std::string_view key,
                          std::int64_t version) {
  std::string whole = framed(mailbox) + framed(source) + framed(key);
  if (version > 0) whole += framed(std::to_string(version));
  return sha256_hex(whole).substr(0, identity_octets);
}

}  // namespace n3::spool
