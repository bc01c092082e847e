#include "net/stream.hpp"

#include <cerrno>
#include <system_error>

#include <openssl/bio.h>
#include <openssl/err.h>

#include "net/tls_context.hpp"

namespace n3::net {
namespace {

bool must_wait(int number) { return number == EAGAIN || number == EWOULDBLOCK || number == EINTR; }

// OpenSSL's own socket BIO writes without MSG_NOSIGNAL, and a library must not need SIGPIPE to be ignored.

Wire& wire_of(BIO* bio) { return *static_cast<Wire*>(BIO_get_data(bio)); }

int bio_write(BIO* bio, const char* bytes, int size) {
  const ssize_t count = wire_of(bio).send({bytes, static_cast<std::size_t>(size)});
  BIO_clear_retry_flags(bio);
  if (count < 0 && must_wait(errno)) BIO_set_retry_write(bio);
  return static_cast<int>(count);
}

int bio_read(BIO* bio, char* into, int size) {
  const ssize_t count = wire_of(bio).receive({into, static_cast<std::size_t>(size)});
  BIO_clear_retry_flags(bio);
  if (count < 0 && must_wait(errno)) BIO_set_retry_read(bio);
  if (count == 0) BIO_set_flags(bio, BIO_FLAGS_IN_EOF);
  return static_cast<int>(count);
}

long bio_control(BIO* bio, int command, long, void*) {
  if (command == BIO_CTRL_EOF) return BIO_test_flags(bio, BIO_FLAGS_IN_EOF) != 0;
  return command == BIO_CTRL_FLUSH ? 1 : 0;
}

const BIO_METHOD* socket_method() {
  static const std::unique_ptr<BIO_METHOD, decltype(&BIO_meth_free)> method = [] {
    BIO_METHOD* made = BIO_meth_new(BIO_TYPE_SOCKET, "socket without SIGPIPE");
    BIO_meth_set_write(made, bio_write);
    BIO_meth_set_read(made, bio_read);
    BIO_meth_set_ctrl(made, bio_control);
    return std::unique_ptr<BIO_METHOD, decltype(&BIO_meth_free)>(made, BIO_meth_free);
  }();
  return method.get();
}

}  // namespace

Stream::Result Stream::read(std::span<char> into) {
  if (tls_) {
    ERR_clear_error();
    std::size_t count = 0;
    const int code = SSL_read_ex(tls_.get(), into.data(), into.size(), &count);
    return code == 1 ? Result{Status::done, count} : tls_result(code);
  }
  const ssize_t count = wire_.receive(into);
  if (count > 0) return {Status::done, static_cast<std::size_t>(count)};
  if (count == 0) return {Status::closed};
  if (must_wait(errno)) return {Status::wants_read};
  error_ = std::generic_category().message(errno);
  return {Status::failed};
}

Stream::Result Stream::write(std::string_view bytes) {
  if (tls_) {
    ERR_clear_error();
    std::size_t count = 0;
    const int code = SSL_write_ex(tls_.get(), bytes.data(), bytes.size(), &count);
    return code == 1 ? Result{Status::done, count} : tls_result(code);
  }
  const ssize_t count = wire_.send(bytes);
  if (count >= 0) return {Status::done, static_cast<std::size_t>(count)};
  if (must_wait(errno)) return {Status::wants_write};
  error_ = std::generic_category().message(errno);
  return {Status::failed};
}

Stream::Result Stream::shake_hands(SSL_CTX* context) {
  ERR_clear_error();
  if (!shaking_hands_) {
    shaking_hands_ = true;
    tls_.reset(SSL_new(context));
    BIO* bio = tls_ ? BIO_new(socket_method()) : nullptr;
    if (!bio) {
      error_ = tls_error();
      return {Status::failed};
    }
    BIO_set_data(bio, &wire_);
    BIO_set_init(bio, 1);
    SSL_set_bio(tls_.get(), bio, bio);
    SSL_set_accept_state(tls_.get());
  }
  const int code = SSL_do_handshake(tls_.get());
  return code == 1 ? Result{Status::done} : tls_result(code);
}

Stream::Result Stream::tls_result(int code) {
  const int number = errno;
  switch (SSL_get_error(tls_.get(), code)) {
    case SSL_ERROR_WANT_READ: return {Status::wants_read};
    case SSL_ERROR_WANT_WRITE: return {Status::wants_write};
    case SSL_ERROR_ZERO_RETURN: return {Status::closed};
    case SSL_ERROR_SYSCALL:
      error_ = number != 0 ? std::generic_category().message(number) : "the connection broke off";
      return {Status::failed};
    default: error_ = tls_error(); return {Status::failed};
  }
}

std::string Stream::tls() const {
  if (!tls_) return {};
  return std::string(SSL_get_version(tls_.get())) + " " + SSL_get_cipher_name(tls_.get());
}

void Stream::finish() {
  if (!tls_ || !SSL_is_init_finished(tls_.get())) return;
  ERR_clear_error();
  SSL_shutdown(tls_.get());
  ERR_clear_error();
}

}  // namespace n3::net
