#pragma once

#include <string>
#include <string_view>

namespace n3::sources {

/// What a header field says, as UTF-8: its encoded words (RFC 2047) decoded, the white space between two of them left
/// out. What is no encoded word, or one that cannot be decoded, stays as it is.
std::string decoded_words(std::string_view text);

}  // namespace n3::sources
