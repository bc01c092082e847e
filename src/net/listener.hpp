#pragma once

#include <cstdint>
#include <functional>
#include <memory>
#include <string>
#include <utility>
#include <vector>

#include <boost/asio/basic_socket_acceptor.hpp>
#include <boost/asio/steady_timer.hpp>

#include <n3/server.hpp>

#include "net/connection.hpp"
#include "net/loop.hpp"

namespace n3::net {

/// A bound address. Accepts on its loop's thread and hands the clients round the loops.
class Listener {
 public:
  using Welcome =
      std::function<void(Loop&, Socket, const Protocol::endpoint& peer, const Listen&, const PlaintextRule&)>;

  using Identity = std::pair<std::uint64_t, std::uint64_t>;  ///< Of a file: device and inode.

  /// Binds; throws std::runtime_error with a text that says what to do. Accepts nobody before start().
  Listener(const Listen& listen, std::vector<Loop*> loops, Log log, Welcome welcome);
  ~Listener();  ///< When its loop runs no more, or has not begun to accept.

  std::string address() const;  ///< With the real port.
  void start();
  void stop();  ///< On its loop's thread.

 private:
  void remove_file();
  Protocol::endpoint open(const Protocol::endpoint& endpoint);
  void wait();
  void accept();
  void pause(const std::string& why);
  void welcome(int socket, const Protocol::endpoint& peer);
  void complain(std::string_view what, std::string_view why) noexcept;

  using Acceptor = boost::asio::basic_socket_acceptor<Protocol, boost::asio::io_context::executor_type>;

  const Listen listen_;
  const PlaintextRule plaintext_;
  const std::vector<Loop*> loops_;
  const Log log_;
  const Welcome welcome_;
  Acceptor acceptor_;
  boost::asio::steady_timer pause_;
  pop3::Time quiet_until_{};
  std::size_t next_ = 0;
  std::pair<std::string, Identity> unlink_;  // the file of a unix socket
};

}  // namespace n3::net
