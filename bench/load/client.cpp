#include "load/client.hpp"

#include <array>
#include <cerrno>
#include <stdexcept>
#include <string>
#include <system_error>

#include <arpa/inet.h>
#include <fcntl.h>
#include <netinet/in.h>
#include <linux/tcp.h>
#include <sys/epoll.h>
#include <sys/socket.h>
#include <unistd.h>

namespace bench {
namespace {

constexpr int patience_ms = 20'000;

int checked(int result, const char* what) {
  if (result < 0) throw std::system_error(errno, std::generic_category(), what);
  return result;
}

}  // namespace

// ---- Poller ----

Poller::Poller() : epoll_(checked(::epoll_create1(EPOLL_CLOEXEC), "epoll_create1")) {}
Poller::~Poller() { ::close(epoll_); }

void Poller::add(int socket, Client& client) {
  epoll_event event{.events = EPOLLIN, .data = {.ptr = &client}};
  checked(::epoll_ctl(epoll_, EPOLL_CTL_ADD, socket, &event), "epoll_ctl");
}

void Poller::forget(int socket) { checked(::epoll_ctl(epoll_, EPOLL_CTL_DEL, socket, nullptr), "epoll_ctl"); }

void Poller::turn() {
  std::array<epoll_event, 256> events;
  const int count = ::epoll_wait(epoll_, events.data(), static_cast<int>(events.size()), patience_ms);
  if (count == 0) throw std::runtime_error("the server has said nothing for twenty seconds");
  for (int i = 0; i < count; ++i) static_cast<Client*>(events[static_cast<std::size_t>(i)].data.ptr)->readable();
}

// ---- Client ----

Client::Client(Poller& poller, const Target& target)
    : poller_(poller), socket_(checked(::socket(AF_INET, SOCK_STREAM, 0), "socket")) {
  sockaddr_in address{};
  address.sin_family = AF_INET;
  address.sin_port = htons(target.port);
  address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
  const int yes = 1;
  checked(::setsockopt(socket_, IPPROTO_TCP, TCP_NODELAY, &yes, sizeof yes), "TCP_NODELAY");
  checked(::connect(socket_, reinterpret_cast<sockaddr*>(&address), sizeof address), "connect");
  checked(::fcntl(socket_, F_SETFL, O_NONBLOCK), "O_NONBLOCK");
  if (target.tls) {
    tls_.reset(SSL_new(target.tls));
    SSL_set_fd(tls_.get(), socket_);
    SSL_set_connect_state(tls_.get());
  }
  poller_.add(socket_, *this);
}

Client::~Client() { ::close(socket_); }

void Client::send(std::string_view commands) {
  if (commands.empty()) return;
  const auto size = static_cast<int>(commands.size());
  const auto sent = tls_ ? SSL_write(tls_.get(), commands.data(), size)
                         : static_cast<int>(::send(socket_, commands.data(), commands.size(), MSG_NOSIGNAL));
  if (sent != size) throw std::runtime_error("the server does not take commands");
}

void Client::rest() { poller_.forget(socket_); }

std::uint64_t Client::segments() const {
  tcp_info info{};
  socklen_t size = sizeof info;
  checked(::getsockopt(socket_, IPPROTO_TCP, TCP_INFO, &info, &size), "TCP_INFO");
  return info.tcpi_data_segs_in;
}

// The conversation may end in here, and this object with it.
void Client::readable() {
  readable_ = true;
  if (conversation_ && (this->*progress_)()) std::exchange(conversation_, nullptr).resume();
}

bool Client::shake_hands() {
  const int result = SSL_do_handshake(tls_.get());
  if (result == 1) return true;
  if (SSL_get_error(tls_.get(), result) != SSL_ERROR_WANT_READ) throw std::runtime_error("the TLS handshake failed");
  return false;
}

bool Client::read_reply() {
  for (;;) {
    input_ = reader_.read(input_);
    if (reader_.done()) return true;
    if (!fill()) return false;
    if (ended_) throw std::runtime_error("the server closed the connection before its reply was complete");
  }
}

bool Client::read_end() {
  while (!ended_ && input_.empty())
    if (!fill()) return false;
  if (!ended_) throw std::runtime_error("the server said something that nobody had asked for");
  return true;
}

bool Client::fill() {
  auto& buffer = poller_.buffer();
  if (!readable_) return false;
  ssize_t count;
  if (tls_) {
    count = SSL_read(tls_.get(), buffer.data(), static_cast<int>(buffer.size()));
    if (count <= 0) {
      readable_ = false;
      ended_ = SSL_get_error(tls_.get(), static_cast<int>(count)) != SSL_ERROR_WANT_READ;
      return ended_;
    }
  } else {
    count = ::recv(socket_, buffer.data(), buffer.size(), 0);
    if (count < 0 && errno == EAGAIN) return readable_ = false;
    if (count < 0) throw std::system_error(errno, std::generic_category(), "recv");
    ended_ = count == 0;
    readable_ = static_cast<std::size_t>(count) == buffer.size();
  }
  input_ = {buffer.data(), static_cast<std::size_t>(count)};
  return true;
}

}  // namespace bench
