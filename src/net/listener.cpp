#include "net/listener.hpp"

#include <cerrno>
#include <exception>
#include <new>
#include <stdexcept>
#include <system_error>
#include <thread>
#include <utility>

#include <boost/asio/ip/tcp.hpp>
#include <boost/asio/ip/v6_only.hpp>
#include <fcntl.h>
#include <netinet/tcp.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <unistd.h>

namespace n3::net {
namespace {

constexpr std::chrono::milliseconds pause_when_full{100};
constexpr int clients_in_a_row = 64;

std::string advice(const boost::system::error_code& error, bool is_unix) {
  if (error == boost::asio::error::address_in_use)
    return std::string("another program listens there; stop it, or choose another ") + (is_unix ? "path" : "port");
  if (error == boost::asio::error::access_denied && !is_unix)
    return "ports below 1024 need root or CAP_NET_BIND_SERVICE; choose another port, such as 1110";
  if (error.value() == EADDRNOTAVAIL) return "this machine has no such address";
  if (error == boost::asio::error::address_family_not_supported) return "this machine has no IPv6";
  if (error == boost::asio::error::invalid_argument && !is_unix)
    return "an address of one link needs its interface: [fe80::1%eth0]:110";
  return error.message();
}

// The file of a unix socket outlives a server that has crashed, and would be in the way of the next one.
void remove_what_nobody_listens_on(const Protocol::endpoint& endpoint, const char* path) {
  struct stat about{};
  if (::lstat(path, &about) != 0 || !S_ISSOCK(about.st_mode)) return;
  const int probe = ::socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC | SOCK_NONBLOCK, 0);
  if (probe < 0) return;
  const bool refused =
      ::connect(probe, endpoint.data(), static_cast<socklen_t>(endpoint.size())) != 0 && errno == ECONNREFUSED;
  ::close(probe);
  if (refused) ::unlink(path);
}

Listener::Identity identity(const std::string& path) {
  struct stat about{};
  return ::lstat(path.c_str(), &about) == 0 ? Listener::Identity{about.st_dev, about.st_ino} : Listener::Identity{};
}

// A client that has vanished without a word would have its maildrop locked for as long as it may be idle. Sockets that
// are accepted inherit all of this.
void notice_vanished_peers(int socket) {
  const auto set = [socket](int level, int option, int value) {
    ::setsockopt(socket, level, option, &value, sizeof value);
  };
  set(SOL_SOCKET, SO_KEEPALIVE, 1);
  set(IPPROTO_TCP, TCP_KEEPIDLE, 60);   // seconds
  set(IPPROTO_TCP, TCP_KEEPINTVL, 15);  // seconds
  set(IPPROTO_TCP, TCP_KEEPCNT, 4);
  set(IPPROTO_TCP, TCP_USER_TIMEOUT, 120'000);  // milliseconds, of what has been sent and not acknowledged
}

// Programs that user code runs have no business with the sockets of clients.
void keep_from_other_programs(int socket) { ::fcntl(socket, F_SETFD, FD_CLOEXEC); }

}  // namespace

Listener::Listener(const Listen& listen, std::vector<Loop*> loops, Log log, Welcome welcome)
    : listen_(listen),
      plaintext_(listen.plaintext_login),
      loops_(std::move(loops)),
      log_(std::move(log)),
      welcome_(std::move(welcome)),
      acceptor_(loops_.front()->context()),
      pause_(loops_.front()->context()) {
  Protocol::endpoint endpoint = parse_endpoint(listen_.address);
  const bool is_unix = !ip_address(endpoint);
  const std::string path = is_unix ? listen_.address.substr(5) : "";
  try {
    if (is_unix) remove_what_nobody_listens_on(endpoint, path.c_str());
    endpoint = open(endpoint);
    keep_from_other_programs(acceptor_.native_handle());
    if (!is_unix) {
      acceptor_.set_option(Acceptor::reuse_address(true));
      acceptor_.set_option(boost::asio::ip::tcp::no_delay(true));
      notice_vanished_peers(acceptor_.native_handle());
      if (endpoint.protocol().family() == AF_INET6)
        acceptor_.set_option(boost::asio::ip::v6_only(!listen_.address.starts_with("*:")));
    }
    acceptor_.bind(endpoint);
    acceptor_.listen(4096);
    acceptor_.native_non_blocking(true);
  } catch (const boost::system::system_error& problem) {
    throw std::runtime_error("cannot listen on " + listen_.address + ": " + advice(problem.code(), is_unix));
  }
  if (is_unix) unlink_ = {path, identity(path)};
}

Listener::~Listener() { remove_file(); }

// A kernel without IPv6 has all addresses in IPv4.
Protocol::endpoint Listener::open(const Protocol::endpoint& endpoint) {
  boost::system::error_code error;
  acceptor_.open(endpoint.protocol(), error);
  const bool all = listen_.address.starts_with("*:");
  if (all && error == boost::asio::error::address_family_not_supported && endpoint.protocol().family() == AF_INET6)
    return open(parse_endpoint("0.0.0.0" + listen_.address.substr(1)));
  if (error) throw boost::system::system_error(error);
  return endpoint;
}

std::string Listener::address() const { return to_string(acceptor_.local_endpoint()); }

void Listener::start() {
  loops_.front()->post([this] { wait(); });
}

void Listener::stop() {
  boost::system::error_code ignored;
  acceptor_.close(ignored);
  pause_.cancel();
  remove_file();
}

// By now it may be the file of another server.
void Listener::remove_file() {
  const auto [path, own] = std::exchange(unlink_, {});
  if (!path.empty() && identity(path) == own) ::unlink(path.c_str());
}

// There is nothing better to do without the memory to wait for clients than to wait for memory.
void Listener::wait() {
  for (;;) try {
      acceptor_.async_wait(Acceptor::wait_read, [this](const boost::system::error_code& error) {
        if (!error) accept();
      });
      return;
    } catch (const std::bad_alloc&) {
      std::this_thread::sleep_for(pause_when_full);
    }
}

void Listener::accept() {
  if (!acceptor_.is_open()) return;  // stopped while this was under way
  for (int i = 0; i < clients_in_a_row; ++i) {
    Protocol::endpoint peer;
    auto size = static_cast<socklen_t>(peer.capacity());
    const int socket = ::accept4(acceptor_.native_handle(), peer.data(), &size, SOCK_NONBLOCK | SOCK_CLOEXEC);
    if (socket >= 0) {
      peer.resize(size);
      welcome(socket, peer);
    } else if (errno == EAGAIN || errno == EWOULDBLOCK) {
      break;
    } else if (errno != EINTR && errno != ECONNABORTED) {
      return pause(std::generic_category().message(errno));
    }
  }
  wait();
}

// Out of descriptors or memory, most likely: whoever waits is served when there are some again.
void Listener::pause(const std::string& why) {
  complain("cannot accept", why);
  pause_.expires_after(pause_when_full);
  pause_.async_wait([this](const boost::system::error_code& cancelled) {
    if (!cancelled) accept();
  });
}

void Listener::welcome(int socket, const Protocol::endpoint& peer) {
  Loop& loop = *loops_[next_++ % loops_.size()];
  bool is_ours = true;
  try {
    Socket client(loop.context());
    client.assign(peer.protocol(), socket);
    is_ours = false;
    welcome_(loop, std::move(client), peer, listen_, plaintext_);
  } catch (const std::exception& problem) {
    if (is_ours) ::close(socket);
    complain("a client is turned away", problem.what());
  }
}

// Not more often than an operator wants to read it: strangers can bring this about.
void Listener::complain(std::string_view what, std::string_view why) noexcept {
  const auto now = pop3::Clock::now();
  if (now < quiet_until_) return;
  quiet_until_ = now + std::chrono::minutes(1);
  try {
    log_({.level = Event::Level::error, .text = listen_.address + ": " + std::string(what) + ": " + printable(why)});
  } catch (...) {
    return;  // without memory nobody can be told
  }
}

}  // namespace n3::net
