#pragma once

#include <string>
#include <string_view>

/// Digests in lowercase hexadecimal.
namespace n3 {

std::string md5_hex(std::string_view bytes);                             ///< RFC 1321, for APOP.
std::string hmac_md5_hex(std::string_view key, std::string_view bytes);  ///< RFC 2104, for CRAM-MD5.
std::string sha256_hex(std::string_view bytes);                          ///< For identities.

}  // namespace n3
