#pragma once

#include <cstddef>
#include <memory>
#include <span>
#include <string>
#include <string_view>

#include <openssl/ssl.h>

#include "net/wire.hpp"

namespace n3::net {

/// Octets to and from a client over a wire, plain or through TLS, without ever waiting.
class Stream {
 public:
  enum class Status {
    done,         ///< `octets` went through.
    wants_read,   ///< Wait until the wire can be read, then try again.
    wants_write,  ///< Wait until the wire can be written to, then try again.
    closed,       ///< The other side has finished.
    failed,       ///< The connection is of no more use; error() says why.
  };
  struct Result {
    Status status;
    std::size_t octets = 0;
  };

  explicit Stream(Wire& wire) : wire_(wire) {}

  Result read(std::span<char> into);
  Result write(std::string_view bytes);  ///< After wants_write, the same bytes again, and more if you like.

  /// Whether read() may give something without waiting for the wire.
  bool has_pending() const { return wire_.has_more() || (tls_ && SSL_pending(tls_.get()) > 0); }

  /// Begins or goes on to shake hands. What was read before is not seen again.
  Result shake_hands(SSL_CTX* context);
  std::string tls() const;  ///< "TLSv1.3 TLS_AES_128_GCM_SHA256"

  void finish();  ///< Tells the other side of TLS that nothing more comes.
  const std::string& error() const { return error_; }

 private:
  Result tls_result(int code);

  struct Free {
    void operator()(SSL* tls) const { SSL_free(tls); }
  };
  Wire& wire_;
  bool shaking_hands_ = false;
  std::unique_ptr<SSL, Free> tls_;
  std::string error_;
};

}  // namespace n3::net
