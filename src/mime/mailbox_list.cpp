#include "mime/mailbox_list.hpp"

#include <algorithm>
#include <ranges>
#include <string>

#include "mime/encoded_word.hpp"
#include "mime/grammar.hpp"

namespace n3::mime {
namespace {

constexpr std::size_t longest_word = 64;  // fits beside every name of an address field

bool is_atom(std::string_view word) {
  return !word.empty() && word.size() <= longest_word && std::ranges::all_of(word, is_atext);
}

bool are_atoms(std::string_view name) {
  return std::ranges::all_of(std::views::split(name, ' '),
                             [](auto word) { return is_atom({word.begin(), word.end()}); });
}

std::string quoted(std::string_view text) {
  std::string result = "\"";
  for (const char c : text) {
    if (c == '"' || c == '\\') result += '\\';
    result += c;
  }
  return result += '"';
}

}  // namespace

void add_phrase(HeaderWriter& header, std::string_view name) {
  if (!is_printable(name) || looks_encoded(name)) return add_encoded(header, name);
  if (are_atoms(name)) {
    for (const auto word : std::views::split(name, ' ')) header.add({word.begin(), word.end()});
    return;
  }
  const std::string quoted_name = quoted(name);
  if (quoted_name.size() <= longest_word) return header.add(quoted_name);
  add_encoded(header, name);
}

void add_mailbox(HeaderWriter& header, const Mailbox& mailbox, std::string_view after) {
  std::string address = mailbox.address;
  if (!mailbox.name.empty()) {
    add_phrase(header, mailbox.name);
    address = '<' + address + '>';
  }
  header.add(address.append(after));
}

void add_mailboxes(HeaderWriter& header, std::span<const Mailbox> mailboxes) {
  for (const Mailbox& mailbox : mailboxes) add_mailbox(header, mailbox, &mailbox == &mailboxes.back() ? "" : ",");
}

}  // namespace n3::mime
