#include "spool/uid.hpp"

#include "base/digest.hpp"

namespace n3::spool {
namespace {

// 60 bits. A string of 15 octets needs no memory beside itself, which a listing of a million messages feels.
constexpr std::size_t uid_octets = 15;

// Each part with its length before it, so that no two different triples read the same.
std::string framed(std::string_view part) { return std::to_string(part.size()) + ":" + std::string(part); }

}  // namespace

std::string derive_uid(std::string_view mailbox, std::string_view source, std::string_view key, unsigned attempt) {
  std::string name = framed(mailbox) + framed(source) + framed(key);
  if (attempt > 0) name += std::to_string(attempt);
  return sha256_hex(name).substr(0, uid_octets);
}

}  // namespace n3::spool
