#pragma once

#include <array>
#include <atomic>
#include <cstddef>
#include <cstdint>
#include <functional>
#include <memory>
#include <mutex>
#include <span>
#include <thread>

#include <boost/asio/executor_work_guard.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/intrusive/list.hpp>

#include "net/connection.hpp"
#include "net/deadlines.hpp"

namespace n3::net {

/// One I/O thread and the connections it owns. A connection never moves to another. But for post(), join() and the
/// constructor, everything is called on the loop's own thread.
class Loop {
 public:
  Loop();
  ~Loop();

  boost::asio::io_context& context() { return context_; }
  Deadlines& deadlines() { return deadlines_; }
  std::span<char> scratch() { return scratch_; }  ///< For reading into: valid until the handler returns.
  void post(std::function<void()> task);          ///< From any thread.

  /// The way to a loop that may have ended: for clients and answers that come when they come. Thread-safe.
  class Handle {
   public:
    explicit Handle(Loop& loop) : loop_(&loop) {}
    void post(std::function<void()> task);  ///< Drops the task where the loop has ended.
    void forget();

   private:
    std::mutex mutex_;
    Loop* loop_;
  };
  const std::shared_ptr<Handle>& handle() const { return handle_; }

  void add(Connection& connection) {
    connections_.push_back(connection);
    ++count_;
  }
  std::size_t connections() const { return count_; }  ///< How many there are. From any thread.
  bool is_stopping() const { return is_stopping_; }

  /// Sessions may end until the deadline; then they are cut off, and the thread ends. `finished` is called when the
  /// last one has gone. Called again, only an earlier deadline counts.
  void stop(pop3::Time deadline, std::function<void()> finished);
  void join();     ///< Waits for the end of the thread. From any other.
  void removed();  ///< A connection has unlinked itself.

 private:
  void run();
  void cut_off();
  void finish();

  boost::asio::io_context context_{1};  // one thread: asio spares itself its locks
  boost::asio::executor_work_guard<boost::asio::io_context::executor_type> work_;
  Deadlines deadlines_{context_};
  boost::intrusive::list<Connection, boost::intrusive::constant_time_size<false>> connections_;
  std::atomic<std::size_t> count_ = 0;
  std::array<char, 16 * 1024> scratch_;
  boost::asio::steady_timer cutoff_{context_};
  pop3::Time deadline_ = pop3::Time::max();  // of the cutoff
  bool is_stopping_ = false;
  std::function<void()> finished_;
  const std::shared_ptr<Handle> handle_ = std::make_shared<Handle>(*this);
  std::thread thread_;
};

}  // namespace n3::net
