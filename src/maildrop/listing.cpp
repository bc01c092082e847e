#include <n3/maildrop.hpp>

#include <algorithm>
#include <stdexcept>
#include <unordered_set>

namespace n3 {
namespace {

bool is_uid(std::string_view uid) {
  constexpr std::size_t longest = 70;
  return !uid.empty() && uid.size() <= longest &&
         std::ranges::all_of(uid, [](char c) { return c >= 0x21 && c <= 0x7e; });
}

}  // namespace

Listing::Listing(std::vector<Entry> entries) : entries_(std::move(entries)) {
  std::unordered_set<std::string_view> uids;
  uids.reserve(entries_.size());
  for (const Entry& entry : entries_) {
    if (!is_uid(entry.uid)) throw std::invalid_argument("not a UIDL of 1 to 70 octets of 0x21-0x7E: " + entry.uid);
    if (!uids.insert(entry.uid).second) throw std::invalid_argument("two messages have the UIDL " + entry.uid);
    octets_ += entry.octets;
  }
}

}  // namespace n3
