#include "mime/parameter.hpp"

#include <algorithm>

#include "base/ascii.hpp"
#include "base/utf8.hpp"
#include "mime/escape.hpp"
#include "mime/grammar.hpp"

namespace n3::mime {
namespace {

constexpr std::size_t longest_piece = 74;  // with a space before it and a semicolon behind it: 76
constexpr std::string_view charset = "UTF-8''";

// Quotes and backslashes could be escaped in a quoted string, but too many readers do not unescape them; and too many
// trim it, decode what looks like an encoded word, or take two apostrophes for RFC 2231's.
bool is_quotable(std::string_view value) {
  return is_printable(value) && !value.contains('"') && !value.contains('\\') && !value.starts_with(' ') &&
         !value.ends_with(' ') && !looks_encoded(value) && std::ranges::count(value, '\'') < 2;
}

// What needs no quotes. RFC 2231 section 7 forbids three more characters than RFC 2045 does.
bool is_bare(std::string_view value) { return is_token(value) && value.find_first_of("*'%") == value.npos; }

std::string percent_encoded(std::string_view character) {
  std::string result;
  for (const char c : character) {
    if (ascii::is_alnum(c) || c == '-' || c == '.' || c == '_') {
      result += c;
    } else {
      add_escaped(result, '%', c);
    }
  }
  return result;
}

std::vector<std::string> continued(std::string_view name, std::string_view value) {
  std::vector<std::string> pieces;
  const auto begin_piece = [&] { pieces.push_back(std::string(name) + '*' + std::to_string(pieces.size()) + "*="); };
  begin_piece();
  pieces.back() += charset;
  while (!value.empty()) {
    const std::size_t length = std::max<std::size_t>(1, utf8_length(value));
    const std::string character = percent_encoded(value.substr(0, length));
    if (pieces.back().size() + character.size() > longest_piece) begin_piece();
    pieces.back() += character;
    value.remove_prefix(length);
  }
  return pieces;
}

}  // namespace

std::vector<std::string> parameter(std::string_view name, std::string_view value) {
  const std::string start = std::string(name) + '=';
  if (start.size() + value.size() + 2 <= longest_piece) {
    if (is_bare(value)) return {start + std::string(value)};
    if (is_quotable(value)) return {start + '"' + std::string(value) + '"'};
  }
  if (value.size() <= longest_piece) {
    const std::string whole = std::string(name) + "*=" + std::string(charset) + percent_encoded(value);
    if (whole.size() <= longest_piece) return {whole};
  }
  return continued(name, value);
}

void write_field(std::string& out, std::string_view name, std::string_view value,
                 const std::vector<std::string>& parameters) {
  HeaderWriter header(out, name);
  std::string token(value);
  for (const std::string& next : parameters) {
    header.add(token += ';');
    token = next;
  }
  header.add(token);
  header.end();
}

}  // namespace n3::mime
