#pragma once

#include <boost/asio/io_context.hpp>
#include <boost/asio/steady_timer.hpp>
#include <boost/intrusive/set.hpp>

#include <n3/pop3/session.hpp>

namespace n3::net {

/// The deadlines of one loop's connections behind one timer. A deadline that moves away costs nothing until the old
/// one has come: most are moved with every command, and few are ever met. One thread.
class Deadlines {
 public:
  /// Something with a deadline. Destroying it withdraws it.
  class Entry : public boost::intrusive::set_base_hook<boost::intrusive::link_mode<boost::intrusive::auto_unlink>> {
   public:
    virtual ~Entry() = default;

   private:
    friend class Deadlines;
    virtual void expired() = 0;

    pop3::Time deadline_ = pop3::Time::max();
    pop3::Time filed_ = pop3::Time::max();  // where it stands in the set: never after the deadline
    friend bool operator<(const Entry& a, const Entry& b) { return a.filed_ < b.filed_; }
  };

  explicit Deadlines(boost::asio::io_context& context) : timer_(context) {}

  void set(Entry& entry, pop3::Time deadline);
  void stop() { timer_.cancel(); }  ///< No more deadlines: a timer keeps its loop alive.

 private:
  void file(Entry& entry);
  void arm();
  void ring();

  boost::intrusive::multiset<Entry, boost::intrusive::constant_time_size<false>> entries_;
  boost::asio::steady_timer timer_;
  pop3::Time armed_ = pop3::Time::max();
};

}  // namespace n3::net
