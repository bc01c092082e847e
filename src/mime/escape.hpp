#pragma once

#include <string>

namespace n3::mime {

/// Adds `sign` and the octet in two hexadecimal digits: "=C3" in mail, "%C3" in URLs.
inline void add_escaped(std::string& out, char sign, char octet) {
  constexpr char digits[] = "0123456789ABCDEF";
  const auto value = static_cast<unsigned char>(octet);
  out += sign;
  out += digits[value >> 4];
  out += digits[value & 15];
}

}  // namespace n3::mime
