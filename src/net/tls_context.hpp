#pragma once

#include <memory>

#include <openssl/ssl.h>

#include <n3/server.hpp>

namespace n3::net {

/// A certificate, and how TLS is spoken with it: 1.2 and 1.3, AEAD ciphers with forward secrecy, no renegotiation, one
/// session ticket. Immutable; connections keep the one they began with.
class TlsContext {
 public:
  /// Throws std::runtime_error that names the file and says what is wrong with it.
  explicit TlsContext(const Certificate& certificate);

  SSL_CTX* native() const { return context_.get(); }

 private:
  struct Free {
    void operator()(SSL_CTX* context) const { SSL_CTX_free(context); }
  };
  std::unique_ptr<SSL_CTX, Free> context_;
};

/// What OpenSSL complained about first on this thread, in words; its queue is empty afterwards.
std::string tls_error();

}  // namespace n3::net
