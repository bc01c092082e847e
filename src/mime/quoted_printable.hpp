#pragma once

#include <string>
#include <string_view>

namespace n3::mime {

/// `text`, whose line ends are CRLF, in lines of at most 76 printable octets. No line begins with a dot or with "From
/// ", though such lines would be allowed: dot-stuffing and mbox files have damaged too many. RFC 2045 section 6.7.
std::string quoted_printable(std::string_view text);

}  // namespace n3::mime
