#include "base/digest.hpp"

#include <new>
#include <stdexcept>

#include <openssl/evp.h>
#include <openssl/hmac.h>

namespace n3 {
namespace {

std::string hex(const unsigned char* bytes, std::size_t size) {
  constexpr char digits[] = "0123456789abcdef";
  std::string text;
  text.reserve(size * 2);
  for (std::size_t i = 0; i < size; ++i) {
    text += digits[bytes[i] >> 4];
    text += digits[bytes[i] & 15];
  }
  return text;
}

void require(int success) {
  if (success != 1) throw std::runtime_error("OpenSSL does not offer this digest here");
}

std::string digest_hex(const EVP_MD* kind, std::string_view bytes) {
  unsigned char out[EVP_MAX_MD_SIZE];
  unsigned size = 0;
  require(EVP_Digest(bytes.data(), bytes.size(), out, &size, kind, nullptr));
  return hex(out, size);
}

}  // namespace

std::string md5_hex(std::string_view bytes) { return digest_hex(EVP_md5(), bytes); }

std::string sha256_hex(std::string_view bytes) { return digest_hex(EVP_sha256(), bytes); }

std::string hmac_md5_hex(std::string_view key, std::string_view bytes) {
  unsigned char out[EVP_MAX_MD_SIZE];
  unsigned size = 0;
  if (HMAC(EVP_md5(), key.data(), static_cast<int>(key.size()), reinterpret_cast<const unsigned char*>(bytes.data()),
           bytes.size(), out, &size) == nullptr)
    throw std::runtime_error("OpenSSL does not offer HMAC-MD5 here");
  return hex(out, size);
}

void Sha256::Free::operator()(evp_md_ctx_st* context) const { EVP_MD_CTX_free(context); }

Sha256::Sha256() : context_(EVP_MD_CTX_new()) {
  if (!context_) throw std::bad_alloc();
  require(EVP_DigestInit_ex(context_.get(), EVP_sha256(), nullptr));
}

void Sha256::add(std::string_view piece) { require(EVP_DigestUpdate(context_.get(), piece.data(), piece.size())); }

void Sha256::add_framed(std::string_view value) {
  add(std::to_string(value.size()) + ":");
  add(value);
}

std::string Sha256::hex() {
  unsigned char out[EVP_MAX_MD_SIZE];
  unsigned size = 0;
  require(EVP_DigestFinal_ex(context_.get(), out, &size));
  return n3::hex(out, size);
}

}  // namespace n3
