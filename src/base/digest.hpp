#pragma once

#include <memory>
#include <string>
#include <string_view>

struct evp_md_ctx_st;

/// Digests in lowercase hexadecimal.
namespace n3 {

std::string md5_hex(std::string_view bytes);                             ///< RFC 1321, for APOP.
std::string hmac_md5_hex(std::string_view key, std::string_view bytes);  ///< RFC 2104, for CRAM-MD5.
std::string sha256_hex(std::string_view bytes);                          ///< For identities.

/// SHA-256 of what comes piece by piece.
class Sha256 {
 public:
  Sha256();
  void add(std::string_view piece);
  void add_framed(
      std::string_view value);  ///< With its length before it, so that no two lists of values read the same.
  std::string hex();            ///< Of all pieces. Once.

 private:
  struct Free {
    void operator()(evp_md_ctx_st* context) const;
  };
  std::unique_ptr<evp_md_ctx_st, Free> context_;
};

}  // namespace n3
