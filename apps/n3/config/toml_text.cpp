#include "config/toml_text.hpp"

#include <fmt/format.h>

#include "base/ascii.hpp"
#include "base/utf8.hpp"

namespace n3::program {

std::string toml_text(std::string_view text) {
  std::string result = "\"";
  for (const char c : valid_utf8(text)) {
    if (c == '"' || c == '\\') {
      result += '\\';
      result += c;
    } else if (ascii::is_control(c)) {
      result += fmt::format("\\u{:04X}", static_cast<unsigned char>(c));
    } else {
      result += c;
    }
  }
  return result + '"';
}

}  // namespace n3::program
