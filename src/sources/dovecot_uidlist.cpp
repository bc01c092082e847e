#include "sources/dovecot_uidlist.hpp"

#include <algorithm>
#include <charconv>
#include <utility>

namespace n3::sources {
namespace {

using Message = DovecotUidlist::Message;

// Up to the next such character, which goes too.
std::string_view take_until(char end, std::string_view& text) {
  const std::string_view taken = text.substr(0, text.find(end));
  text.remove_prefix(std::min(taken.size() + 1, text.size()));
  return taken;
}

// None of dovecot's numbers is 0.
std::optional<std::uint32_t> to_number(std::string_view digits) {
  std::uint32_t number = 0;
  const auto [end, error] = std::from_chars(digits.data(), digits.data() + digits.size(), number);
  if (error != std::errc() || end != digits.data() + digits.size() || number == 0) return std::nullopt;
  return number;
}

// "3 V1275660208 N25022 G3085f01b7f11094c501100008c4a11c1", and "1 1275660208 25022" before.
std::optional<std::uint32_t> uid_validity_in(std::string_view fields, bool is_old) {
  if (is_old) return to_number(take_until(' ', fields));
  while (!fields.empty())
    if (const std::string_view field = take_until(' ', fields); field.starts_with('V'))
      return to_number(field.substr(1));
  return std::nullopt;
}

// "25017 W2481 :1276533073.M242911P3632.host:2,F", where what stands before the name tells what it is by its first
// letter; and "25017 1276533073.M242911P3632.host:2,F" before.
bool add_message(std::string_view line, bool is_old, DovecotUidlist& list) {
  const auto uid = to_number(take_until(' ', line));
  if (!uid) return false;
  Message message{.uid = *uid};
  while (!is_old && !line.empty() && !line.starts_with(':')) {
    const std::string_view field = take_until(' ', line);
    if (field.starts_with('G')) message.guid = field.substr(1);
    if (field.starts_with('P')) message.uidl = field.substr(1);
  }
  if (!is_old && !line.empty()) line.remove_prefix(1);
  const std::string_view base = base_name(line);
  if (base.empty()) return false;
  list.messages.insert_or_assign(std::string(base), std::move(message));  // one that was moved back is there twice
  return true;
}

}  // namespace

std::string_view base_name(std::string_view name) { return name.substr(0, name.find(':')); }

std::expected<DovecotUidlist, std::string> DovecotUidlist::parse(std::string_view text) {
  text = text.substr(0, text.rfind('\n') + 1);
  std::string_view header = take_until('\n', text);
  const std::string_view format = take_until(' ', header);
  const bool is_old = format == "1";
  if (!is_old && format != "3") return std::unexpected("its format is neither 1 nor 3");
  const auto uid_validity = uid_validity_in(header, is_old);
  if (!uid_validity) return std::unexpected("its first line has no UIDVALIDITY");
  DovecotUidlist list{.uid_validity = *uid_validity};
  for (std::size_t number = 2; !text.empty(); ++number)
    if (!add_message(take_until('\n', text), is_old, list))
      return std::unexpected("line " + std::to_string(number) + " is not a number and a file's name");
  return list;
}

}  // namespace n3::sources
