#include "mime/grammar.hpp"

#include <algorithm>

#include "base/ascii.hpp"

namespace n3::mime {
namespace {

constexpr std::size_t longest_address = 320;
constexpr std::size_t longest_domain = 255;
constexpr std::size_t longest_message_id = 900;

bool is_quoted_string(std::string_view text) {
  if (text.size() < 3 || text.front() != '"' || text.back() != '"' || !is_printable(text)) return false;
  text = text.substr(1, text.size() - 2);
  while (!text.empty()) {
    if (text.front() == '"') return false;
    const std::size_t length = text.front() == '\\' ? 2 : 1;
    if (length > text.size()) return false;
    text.remove_prefix(length);
  }
  return true;
}

bool is_literal(std::string_view text) {
  if (text.size() < 3 || text.front() != '[' || text.back() != ']') return false;
  return std::ranges::all_of(text.substr(1, text.size() - 2),
                             [](char c) { return ascii::is_alnum(c) || c == '-' || c == '.' || c == ':'; });
}

}  // namespace

bool is_atext(char c) {
  return ascii::is_alnum(c) || (c != '\0' && std::string_view("!#$%&'*+-/=?^_`{|}~").contains(c));
}

bool is_printable(char c) { return c >= 0x20 && c <= 0x7e; }

bool is_printable(std::string_view text) {
  return std::ranges::all_of(text, [](char c) { return is_printable(c); });
}

bool is_dot_atom(std::string_view text) {
  if (text.empty() || text.front() == '.' || text.back() == '.' || text.contains("..")) return false;
  return std::ranges::all_of(text, [](char c) { return is_atext(c) || c == '.'; });
}

bool looks_encoded(std::string_view text) { return text.contains("=?"); }

bool is_domain(std::string_view text) {
  return text.size() <= longest_domain && !looks_encoded(text) && (is_dot_atom(text) || is_literal(text));
}

bool is_address(std::string_view text) {
  const std::size_t at = text.rfind('@');
  if (at == text.npos || text.size() > longest_address || looks_encoded(text)) return false;
  const std::string_view local = text.substr(0, at);
  return (is_dot_atom(local) || is_quoted_string(local)) && is_domain(text.substr(at + 1));
}

bool is_message_id(std::string_view text) {
  const std::size_t at = text.find('@');
  if (at == text.npos || text.size() > longest_message_id || looks_encoded(text)) return false;
  return is_dot_atom(text.substr(0, at)) && is_domain(text.substr(at + 1));
}

bool is_token(std::string_view text) {
  const auto in_token = [](char c) { return is_printable(c) && !std::string_view(" ()<>@,;:\\\"/[]?=").contains(c); };
  return !text.empty() && std::ranges::all_of(text, in_token);
}

bool is_field_name(std::string_view text) {
  return !text.empty() && is_printable(text) && !text.contains(' ') && !text.contains(':');
}

}  // namespace n3::mime
