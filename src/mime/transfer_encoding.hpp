#pragma once

#include <string>
#include <string_view>

namespace n3::mime {

/// Bytes as they may travel: 7 bit, CRLF line ends, no line over 76 octets. RFC 2045 section 6.
struct Encoded {
  std::string_view encoding;  ///< "7bit", "quoted-printable", "base64"
  std::string bytes;
};

/// `text` as it is where that is safe, otherwise quoted-printable or base64, whichever is shorter. Its line ends become
/// CRLF, and it gets one at its end unless it is empty.
Encoded encode_text(std::string_view text);

/// Any bytes as base64, in lines of 76 octets; no line end behind the last one.
Encoded encode_bytes(std::string_view bytes);

/// `text` with CRLF for every CRLF, CR and LF, and one at the end unless it is empty.
std::string with_crlf(std::string_view text);

}  // namespace n3::mime
