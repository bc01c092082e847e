#include "mime/quoted_printable.hpp"

#include "mime/escape.hpp"
#include "mime/grammar.hpp"

namespace n3::mime {
namespace {

constexpr std::size_t line_limit = 76;

bool is_literal(char c) { return c == '\t' || (is_printable(c) && c != '='); }
bool is_blank(char c) { return c == ' ' || c == '\t'; }

void encode_line(std::string& out, std::string_view line) {
  std::size_t column = 0;
  for (std::size_t i = 0; i < line.size(); ++i) {
    const char c = line[i];
    const bool last = i + 1 == line.size();
    const std::size_t limit = last ? line_limit : line_limit - 1;  // a soft line break needs a column for its "="
    const bool starts_line = column == 0 || column + 1 > limit;
    const bool misread = starts_line && (c == '.' || line.substr(i).starts_with("From "));
    const bool literal = is_literal(c) && !misread && !(last && is_blank(c));

    const std::size_t size = literal ? 1 : 3;
    if (column + size > limit) {
      out += "=\r\n";
      column = 0;
    }
    if (literal) {
      out += c;
    } else {
      add_escaped(out, '=', c);
    }
    column += size;
  }
}

}  // namespace

std::string quoted_printable(std::string_view text) {
  std::string result;
  result.reserve(text.size() + text.size() / 16);
  while (!text.empty()) {
    const std::size_t end = text.find("\r\n");
    encode_line(result, text.substr(0, end));
    if (end == text.npos) break;
    result += "\r\n";
    text.remove_prefix(end + 2);
  }
  return result;
}

}  // namespace n3::mime
