#include "client.hpp"

#include <array>
#include <cerrno>
#include <cstring>
#include <utility>

#include <netinet/in.h>
#include <netinet/tcp.h>
#include <openssl/bio.h>
#include <openssl/err.h>
#include <poll.h>
#include <sys/socket.h>
#include <sys/un.h>
#include <unistd.h>

#include "net/address.hpp"

namespace n3::test {
namespace {

[[noreturn]] void gone(const std::string& what, int number = errno) { throw Gone(what + ": " + std::strerror(number)); }

std::string tls_complaint() {
  std::array<char, 256> text{};
  ERR_error_string_n(ERR_get_error(), text.data(), text.size());
  ERR_clear_error();
  return text.data();
}

}  // namespace

Client::Client(const std::string& address) {
  const auto endpoint = net::parse_endpoint(address);
  socket_ = ::socket(endpoint.protocol().family(), SOCK_STREAM | SOCK_CLOEXEC, 0);
  const timeval wait{.tv_sec = patience.count(), .tv_usec = 0};
  ::setsockopt(socket_, SOL_SOCKET, SO_RCVTIMEO, &wait, sizeof wait);
  ::setsockopt(socket_, SOL_SOCKET, SO_SNDTIMEO, &wait, sizeof wait);
  const int on = 1;
  ::setsockopt(socket_, IPPROTO_TCP, TCP_NODELAY, &on, sizeof on);
  if (::connect(socket_, endpoint.data(), static_cast<socklen_t>(endpoint.size())) != 0) {
    const int number = errno;
    close();
    gone("cannot connect to " + address, number);
  }
}

Client::Client(Client&& other) noexcept
    : socket_(std::exchange(other.socket_, -1)),
      buffer_(std::move(other.buffer_)),
      context_(std::move(other.context_)),
      tls_(std::move(other.tls_)) {}

Client::~Client() { close(); }

// ---- Words ----

Client& Client::send(std::string_view bytes) {
  if (!tls_) {
    send_beside_tls(bytes);
  } else if (!bytes.empty()) {
    if (SSL_write(tls_.get(), bytes.data(), static_cast<int>(bytes.size())) <= 0) throw Gone(tls_complaint());
    flush();
  }
  return *this;
}

void Client::send_beside_tls(std::string_view bytes) {
  while (!bytes.empty()) {
    const ssize_t count = ::send(socket_, bytes.data(), drips_ ? 1 : bytes.size(), MSG_NOSIGNAL);
    if (count < 0) gone("cannot send");
    bytes.remove_prefix(static_cast<std::size_t>(count));
  }
}

std::string Client::line() {
  std::size_t end;
  while ((end = buffer_.find("\r\n")) == std::string::npos)
    if (receive() == 0) throw Gone("the server has closed the connection");
  std::string line = buffer_.substr(0, end);
  buffer_.erase(0, end + 2);
  return line;
}

std::string Client::listing() {
  std::size_t end;
  while (!buffer_.starts_with(".\r\n") && (end = buffer_.find("\r\n.\r\n")) == std::string::npos)
    if (receive() == 0) throw Gone("the server has closed the connection within a listing");
  end = buffer_.starts_with(".\r\n") ? 0 : end + 2;
  std::string text = buffer_.substr(0, end);
  buffer_.erase(0, end + 3);
  return text;
}

std::string Client::reply() {
  const std::string first = line() + "\r\n";
  return first.starts_with("+OK") ? first + listing() : first;
}

std::string Client::rest() {
  while (receive() != 0) continue;
  return std::exchange(buffer_, {});
}

std::string Client::say(std::string_view command) {
  send(std::string(command) + "\r\n");
  return line();
}

std::string Client::say_lines(std::string_view command) {
  send(std::string(command) + "\r\n");
  return reply();
}

void Client::log_in(const std::string& user) {
  line();
  say("USER " + user);
  const std::string reply = say("PASS 12345");
  if (!reply.starts_with("+OK")) throw Gone(reply);
}

// ---- The end ----

bool Client::ends(std::chrono::milliseconds soon) {
  const auto until = std::chrono::steady_clock::now() + soon;
  std::array<char, 4096> into{};
  for (;;) {
    const auto left = std::chrono::ceil<std::chrono::milliseconds>(until - std::chrono::steady_clock::now());
    pollfd event{.fd = socket_, .events = POLLIN, .revents = 0};
    if (::poll(&event, 1, static_cast<int>(std::max(left.count(), std::chrono::milliseconds::rep{0}))) <= 0)
      return false;
    if (::recv(socket_, into.data(), into.size(), 0) <= 0) return true;
  }
}

void Client::half_close() { ::shutdown(socket_, SHUT_WR); }

void Client::reset() {
  const linger at_once{.l_onoff = 1, .l_linger = 0};
  ::setsockopt(socket_, SOL_SOCKET, SO_LINGER, &at_once, sizeof at_once);
  close();
}

void Client::close() {
  if (socket_ >= 0) ::close(std::exchange(socket_, -1));
}

// ---- TLS, over memory: the socket is ours ----

void Client::encrypt(const TlsWishes& wishes) {
  context_.reset(SSL_CTX_new(TLS_client_method()));
  SSL_CTX_set_security_level(context_.get(), 0);  // so that it can ask for what must be refused
  SSL_CTX_set_min_proto_version(context_.get(), wishes.lowest);
  SSL_CTX_set_max_proto_version(context_.get(), wishes.highest);
  if (!wishes.ciphers.empty()) SSL_CTX_set_cipher_list(context_.get(), wishes.ciphers.c_str());
  tls_.reset(SSL_new(context_.get()));
  SSL_set_bio(tls_.get(), BIO_new(BIO_s_mem()), BIO_new(BIO_s_mem()));
  if (wishes.session) SSL_set_session(tls_.get(), wishes.session);
  SSL_set_connect_state(tls_.get());
  for (;;) {
    const int code = SSL_do_handshake(tls_.get());
    flush();
    if (code == 1) return;
    if (SSL_get_error(tls_.get(), code) != SSL_ERROR_WANT_READ) throw Gone(tls_complaint());
    if (!receive_tls()) throw Gone("the server has closed the connection within the handshake");
  }
}

bool Client::was_told_the_end() const { return (SSL_get_shutdown(tls_.get()) & SSL_RECEIVED_SHUTDOWN) != 0; }

void Client::flush() {
  std::array<char, 16 * 1024> bytes{};
  for (int count; (count = BIO_read(SSL_get_wbio(tls_.get()), bytes.data(), bytes.size())) > 0;)
    send_beside_tls({bytes.data(), static_cast<std::size_t>(count)});
}

bool Client::receive_tls() {
  std::array<char, 16 * 1024> bytes{};
  const ssize_t count = ::recv(socket_, bytes.data(), bytes.size(), 0);
  if (count < 0) gone("cannot receive");
  BIO_write(SSL_get_rbio(tls_.get()), bytes.data(), static_cast<int>(count));
  return count > 0;
}

std::size_t Client::receive() {
  std::array<char, 64 * 1024> bytes{};
  ssize_t count;
  if (!tls_) {
    count = ::recv(socket_, bytes.data(), bytes.size(), 0);
    if (count < 0) gone("cannot receive");
  } else {
    while ((count = SSL_read(tls_.get(), bytes.data(), bytes.size())) <= 0) {
      const int error = SSL_get_error(tls_.get(), static_cast<int>(count));
      if (error == SSL_ERROR_ZERO_RETURN) return 0;
      if (error != SSL_ERROR_WANT_READ) throw Gone(tls_complaint());
      flush();
      if (!receive_tls()) return 0;
    }
  }
  buffer_.append(bytes.data(), static_cast<std::size_t>(count));
  return static_cast<std::size_t>(count);
}

}  // namespace n3::test
