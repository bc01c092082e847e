#include "spool/item_identity.hpp"

#include "base/digest.hpp"

namespace n3::spool {
namespace {

constexpr std::size_t identity_octets = 32;

}  // namespace

std::string item_identity(std::string_view mailbox, std::string_view source, std::string_view key,
                          std::int64_t version) {
  Sha256 whole;
  for (const std::string_view part : {mailbox, source, key}) whole.add_framed(part);
  if (version > 0) whole.add_framed(std::to_string(version));
  return whole.hex().substr(0, identity_octets);
}

}  // namespace n3::spool
