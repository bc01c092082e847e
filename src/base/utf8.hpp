#pragma once

#include <cstddef>
#include <string>
#include <string_view>

namespace n3 {

/// The length in octets of the UTF-8 character at the start of `text`; 0 where there is none (RFC 3629: no overlong
/// forms, no surrogates, nothing past U+10FFFF).
std::size_t utf8_length(std::string_view text);

/// True where `text` consists of whole characters.
bool is_utf8(std::string_view text);

/// `text` with each octet that belongs to no character replaced by U+FFFD.
std::string valid_utf8(std::string_view text);

}  // namespace n3
