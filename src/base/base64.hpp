#pragma once

#include <optional>
#include <string>
#include <string_view>

namespace n3 {

/// RFC 4648 section 4, in one line.
std::string base64_encode(std::string_view bytes);

/// The bytes, or nothing where `text` is not exactly what an encoder writes: no white space, padding where it belongs,
/// no bits left over.
std::optional<std::string> base64_decode(std::string_view text);

}  // namespace n3
