#pragma once

#include <string>
#include <string_view>

#include "base/ascii.hpp"

namespace n3::pop3 {

/// Words of others as they may stand in a reply: one line of printable ASCII, no longer than RFC 2449 section 4 allows
/// with a status and a CRLF (512 octets).
inline std::string reply_text(std::string_view text) {
  constexpr std::size_t longest = 500;
  std::string line(text.substr(0, longest));
  for (char& c : line)
    if (ascii::is_control(c) || static_cast<unsigned char>(c) >= 0x80) c = '?';
  return line;
}

}  // namespace n3::pop3
