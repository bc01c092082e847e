#pragma once

#include <memory>
#include <string>

#include <boost/asio/basic_stream_socket.hpp>
#include <boost/intrusive/list.hpp>

#include <n3/pop3/session.hpp>

#include "net/address.hpp"
#include "net/backend.hpp"
#include "net/deadlines.hpp"
#include "net/stream.hpp"
#include "net/wire.hpp"

namespace n3::net {

class Loop;

using Socket = boost::asio::basic_stream_socket<Protocol, boost::asio::io_context::executor_type>;

/// One client: drives a session over a socket. Owns itself from start() until it is closed; everything happens on its
/// loop's thread.
class Connection : public std::enable_shared_from_this<Connection>,
                   public Deadlines::Entry,
                   public boost::intrusive::list_base_hook<boost::intrusive::link_mode<boost::intrusive::auto_unlink>> {
 public:
  Connection(Loop& loop, Socket socket, std::shared_ptr<const Setup> setup, std::shared_ptr<BackendPool> pool,
             pop3::Channel channel);

  void start();
  void stop();     ///< End soon.
  void cut_off();  ///< End now.

 private:
  void drive();
  void advance();
  template <class F>
  void guard(F work);
  bool read(const pop3::Step& step);
  bool watch(const pop3::Step& step);
  bool write(const pop3::Step& step);
  void ask(const pop3::Question& question);
  void take(std::uint64_t ticket, Outcome outcome);
  bool shake_hands(pop3::Time deadline);

  bool may_read() const;
  bool receive(std::size_t room);
  void wait_to_read();
  void wait_to_write();
  void wait_for_the_end();
  void expired() override;

  void end();
  void linger();
  void report();
  void close();

  Loop& loop_;
  Socket socket_;
  Wire wire_;
  Stream stream_;
  const std::shared_ptr<const Setup> setup_;
  const std::shared_ptr<Backend> backend_;
  pop3::Session session_;
  const pop3::Time began_;
  std::shared_ptr<Connection> self_;
  std::uint64_t ticket_ = 0;  // of the question that is out
  enum class Phase : unsigned char { session, lingering, closed } phase_ = Phase::session;
  bool waits_to_read_ = false;
  bool waits_to_write_ = false;
  bool waits_for_the_end_ = false;
};

}  // namespace n3::net
