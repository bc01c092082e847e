#include "tcp_client.hpp"

#include <algorithm>
#include <array>
#include <cerrno>
#include <cstring>
#include <stdexcept>

#include <fcntl.h>
#include <netdb.h>
#include <poll.h>
#include <sys/socket.h>
#include <unistd.h>

#include <openssl/err.h>
#include <openssl/ssl.h>

namespace n3::transcripts {
namespace {

std::pair<std::string, std::string> host_and_port(const std::string& address) {
  const auto colon = address.rfind(':');
  if (colon == address.npos) throw std::runtime_error(address + " is not HOST:PORT");
  std::string host = address.substr(0, colon);
  if (host.starts_with('[') && host.ends_with(']')) host = host.substr(1, host.size() - 2);
  return {host, address.substr(colon + 1)};
}

int connected_socket(const std::string& address) {
  const auto [host, port] = host_and_port(address);
  addrinfo hints{};
  hints.ai_socktype = SOCK_STREAM;
  addrinfo* found = nullptr;
  if (const int error = getaddrinfo(host.c_str(), port.c_str(), &hints, &found))
    throw std::runtime_error(address + ": " + gai_strerror(error));
  int result = -1;
  for (const addrinfo* at = found; at && result < 0; at = at->ai_next) {
    result = socket(at->ai_family, at->ai_socktype, at->ai_protocol);
    if (result >= 0 && connect(result, at->ai_addr, at->ai_addrlen) != 0) {
      ::close(result);
      result = -1;
    }
  }
  const int error = errno;
  freeaddrinfo(found);
  if (result < 0) throw std::runtime_error("cannot connect to " + address + ": " + std::strerror(error));
  return result;
}

std::string address_of(int socket) {
  sockaddr_storage address{};
  socklen_t length = sizeof address;
  getsockname(socket, reinterpret_cast<sockaddr*>(&address), &length);
  std::array<char, 64> host{}, port{};
  getnameinfo(reinterpret_cast<sockaddr*>(&address), length, host.data(), host.size(), port.data(), port.size(),
              NI_NUMERICHOST | NI_NUMERICSERV);
  const std::string name = host.data();
  return (name.find(':') == name.npos ? name : '[' + name + ']') + ':' + port.data();
}

}  // namespace

TcpClient::TcpClient(const std::string& address)
    : socket_(connected_socket(address)),
      own_address_(address_of(socket_)),
      context_(nullptr, SSL_CTX_free),
      tls_(nullptr, SSL_free) {
  fcntl(socket_, F_SETFL, O_NONBLOCK);
}

TcpClient::~TcpClient() { close(); }

void TcpClient::close() {
  tls_.reset();
  if (socket_ >= 0) ::close(socket_);
  socket_ = -1;
  ended_ = true;
}

void TcpClient::start_tls() {
  context_.reset(SSL_CTX_new(TLS_client_method()));
  SSL_CTX_set_options(context_.get(), SSL_OP_IGNORE_UNEXPECTED_EOF);
  tls_.reset(SSL_new(context_.get()));
  SSL_set_fd(tls_.get(), socket_);
  int result = 0;
  do result = SSL_connect(tls_.get());
  while (result != 1 && after(result, POLLIN, patience) == Next::again);
  if (result == 1) return;
  std::array<char, 256> text{};
  ERR_error_string_n(ERR_get_error(), text.data(), text.size());
  throw std::runtime_error(std::string("the TLS handshake failed: ") + text.data());
}

// What a call that returned `result` means for the next one. Waits until the socket is ready for it.
TcpClient::Next TcpClient::after(long result, short events, std::chrono::milliseconds time) const {
  if (tls_) {
    const int error = SSL_get_error(tls_.get(), static_cast<int>(result));
    if (error != SSL_ERROR_WANT_READ && error != SSL_ERROR_WANT_WRITE) return Next::ended;
    events = error == SSL_ERROR_WANT_READ ? POLLIN : POLLOUT;
  } else if (result == 0 || (errno != EAGAIN && errno != EWOULDBLOCK)) {
    return Next::ended;
  }
  pollfd ready{socket_, events, 0};
  return poll(&ready, 1, static_cast<int>(time.count())) > 0 ? Next::again : Next::silent;
}

// Where the server has gone, what it said before can still be read.
void TcpClient::send(std::string_view octets) {
  while (!octets.empty() && !ended_) {
    const auto length = static_cast<int>(std::min<std::size_t>(octets.size(), 16384));
    const long sent = tls_ ? SSL_write(tls_.get(), octets.data(), length)
                           : ::send(socket_, octets.data(), static_cast<std::size_t>(length), MSG_NOSIGNAL);
    if (sent > 0)
      octets.remove_prefix(static_cast<std::size_t>(sent));
    else if (after(sent, POLLOUT, patience) != Next::again)
      return;
  }
}

// True where something has come.
bool TcpClient::receive(std::chrono::milliseconds time) {
  std::array<char, 65536> buffer;
  while (!ended_) {
    const long count = tls_ ? SSL_read(tls_.get(), buffer.data(), static_cast<int>(buffer.size()))
                            : recv(socket_, buffer.data(), buffer.size(), 0);
    if (count > 0) {
      input_.append(buffer.data(), static_cast<std::size_t>(count));
      return true;
    }
    const Next next = after(count, POLLIN, time);
    if (next == Next::silent) return false;
    ended_ = next == Next::ended;
  }
  return false;
}

std::optional<std::string> TcpClient::next_line() {
  for (;;) {
    const auto end = input_.find("\r\n", heard_);
    if (end != input_.npos) {
      std::string line = input_.substr(heard_, end - heard_);
      heard_ = end + 2;
      return line;
    }
    input_.erase(0, heard_);
    heard_ = 0;
    if (!receive(patience)) return std::nullopt;
  }
}

std::string TcpClient::unread() {
  while (receive(std::chrono::milliseconds(0))) continue;
  std::string rest = input_.substr(heard_);
  input_.clear();
  heard_ = 0;
  return rest;
}

bool TcpClient::is_closed_within(std::chrono::milliseconds time) {
  while (receive(time)) continue;
  return ended_;
}

}  // namespace n3::transcripts
