#include "net/listener.hpp"

#include <stdexcept>
#include <utility>

#include <boost/asio/ip/tcp.hpp>
#include <boost/asio/ip/v6_only.hpp>
#include <unistd.h>

namespace n3::net {
namespace {

constexpr std::chrono::milliseconds pause_when_full{100};

std::string advice(const boost::system::error_code& error) {
  if (error == boost::asio::error::address_in_use)
    return "another program listens there; stop it, or choose another port";
  if (error == boost::asio::error::access_denied)
    return "ports below 1024 need root or CAP_NET_BIND_SERVICE; choose another port, such as 1110";
  if (error.value() == EADDRNOTAVAIL) return "this machine has no such address";
  return error.message();
}

}  // namespace

Listener::Listener(const Listen& listen, std::vector<Loop*> loops, Log log, Welcome welcome)
    : listen_(listen),
      plaintext_(listen.plaintext_login),
      loops_(std::move(loops)),
      log_(std::move(log)),
      welcome_(std::move(welcome)),
      acceptor_(loops_.front()->context()),
      pause_(loops_.front()->context()) {
  const Protocol::endpoint endpoint = parse_endpoint(listen_.address);
  try {
    acceptor_.open(endpoint.protocol());
    if (ip_address(endpoint)) {
      acceptor_.set_option(Acceptor::reuse_address(true));
      acceptor_.set_option(boost::asio::ip::tcp::no_delay(true));  // those that are accepted inherit it
      if (endpoint.protocol().family() == AF_INET6)
        acceptor_.set_option(boost::asio::ip::v6_only(!listen_.address.starts_with("*:")));
    }
    acceptor_.bind(endpoint);
    acceptor_.listen(4096);
  } catch (const boost::system::system_error& problem) {
    throw std::runtime_error("cannot listen on " + listen_.address + ": " + advice(problem.code()));
  }
  if (!ip_address(endpoint)) unlink_ = listen_.address.substr(5);
}

std::string Listener::address() const { return to_string(acceptor_.local_endpoint()); }

void Listener::start() {
  loops_.front()->post([this] { accept(); });
}

void Listener::stop() {
  boost::system::error_code ignored;
  acceptor_.close(ignored);
  pause_.cancel();
  if (!unlink_.empty()) ::unlink(std::exchange(unlink_, {}).c_str());
}

void Listener::accept() {
  Loop& loop = *loops_[next_++ % loops_.size()];
  auto peer = std::make_shared<Protocol::endpoint>();
  acceptor_.async_accept(loop.context().get_executor(), *peer,
                         [this, &loop, peer](const boost::system::error_code& error, Socket socket) {
                           accepted(error, loop, std::move(socket), *peer);
                         });
}

void Listener::accepted(const boost::system::error_code& error, Loop& loop, Socket socket,
                        const Protocol::endpoint& peer) {
  if (!acceptor_.is_open()) return;
  if (!error) {
    welcome_(loop, std::move(socket), peer, listen_, plaintext_);
    return accept();
  }
  // Out of descriptors or memory, most likely: whoever waits is served when there are some again.
  log_({.level = Event::Level::error, .text = "cannot accept on " + listen_.address + ": " + error.message()});
  pause_.expires_after(pause_when_full);
  pause_.async_wait([this](const boost::system::error_code& cancelled) {
    if (!cancelled) accept();
  });
}

}  // namespace n3::net
