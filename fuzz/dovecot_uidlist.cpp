// The list of UIDs that dovecot has written: whatever it holds, it becomes messages or one error. Of a list that is cut
// short every message is in the whole one, with the same UIDL but for the last; no name goes on into the next line or
// has flags.

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>

#include "input.hpp"
#include "sources/dovecot_uidl.hpp"
#include "sources/dovecot_uidlist.hpp"

namespace {

using namespace n3;
using sources::DovecotUidl;
using sources::DovecotUidlist;

void check(const DovecotUidlist& list, const DovecotUidl& uidl) {
  fuzz::require(list.uid_validity > 0, "a list has a UIDVALIDITY");
  for (const auto& [base, message] : list.messages) {
    fuzz::require(!base.empty() && base.find_first_of(":\n") == base.npos, "a name is one base name");
    fuzz::require(message.uid > 0, "a message has a number");
    fuzz::require(message.uidl || uidl.of(list, message, base).starts_with(std::to_string(message.uid) + "."),
                  "a UIDL is made of the number");
  }
}

void check_cut(std::string_view text, const DovecotUidlist& whole, const DovecotUidl& uidl) {
  const auto cut = DovecotUidlist::parse(text.substr(0, text.size() - 1));
  if (!cut) return;  // its only line was the first
  std::size_t changed = 0;
  for (const auto& [base, message] : cut->messages) {
    const auto found = whole.messages.find(base);
    fuzz::require(found != whole.messages.end(), "what is in a list that is cut short is in the whole one");
    if (uidl.of(*cut, message, base) != uidl.of(whole, found->second, base)) ++changed;
  }
  fuzz::require(changed <= 1, "and has the same UIDL, but for the one that the last line is about");
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const std::string_view text(reinterpret_cast<const char*>(data), size);
  const DovecotUidl uidl("%u.%v.%g");
  const auto list = DovecotUidlist::parse(text);
  if (!list) {
    fuzz::require(!list.error().empty(), "an error says something");
    return 0;
  }
  check(*list, uidl);
  check_cut(text, *list, uidl);
  return 0;
}
