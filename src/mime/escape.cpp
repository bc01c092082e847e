#include "mime/escape.hpp"

namespace n3::mime {

void add_escaped(std::string& out, char sign, char octet) {
  constexpr char digits[] = "0123456789ABCDEF";
  const auto value = static_cast<unsigned char>(octet);
  out += sign;
  out += digits[value >> 4];
  out += digits[value & 15];
}

std::string escaped_html(std::string_view text) {
  std::string html;
  html.reserve(text.size() + text.size() / 16);
  for (const char c : text) {
    switch (c) {
      case '&': html += "&amp;"; break;
      case '<': html += "&lt;"; break;
      case '>': html += "&gt;"; break;
      case '"': html += "&quot;"; break;
      default: html += c;
    }
  }
  return html;
}

}  // namespace n3::mime
