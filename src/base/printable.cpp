#include <n3/log.hpp>

#include "base/ascii.hpp"
#include "base/utf8.hpp"

namespace n3 {
namespace {

void escape(std::string& out, char c) {
  constexpr char digits[] = "0123456789ABCDEF";
  const auto octet = static_cast<unsigned char>(c);
  out += "\\x";
  out += digits[octet >> 4];
  out += digits[octet & 15];
}

// U+0080 to U+009F are control characters too, and U+2028 and U+2029 end lines for some readers.
bool is_control(std::string_view character) {
  if (character.size() == 1) return ascii::is_control(character[0]);
  if (character.size() == 2) return character[0] == '\xc2' && static_cast<unsigned char>(character[1]) < 0xa0;
  return character == "\u2028" || character == "\u2029";
}

}  // namespace

std::string printable(std::string_view text) {
  std::string result;
  result.reserve(text.size());
  while (!text.empty()) {
    const std::size_t length = utf8_length(text);
    const std::string_view character = text.substr(0, length == 0 ? 1 : length);
    if (length == 0 || is_control(character)) {
      for (const char c : character) escape(result, c);
    } else if (character == "\\") {
      result += "\\\\";
    } else {
      result += character;
    }
    text.remove_prefix(character.size());
  }
  return result;
}

}  // namespace n3
