#include "net/connection.hpp"

#include <utility>

#include "base/thrown.hpp"
#include "net/loop.hpp"

namespace n3::net {

using namespace pop3;

namespace {

constexpr std::chrono::seconds linger_time{2};
constexpr int steps_in_a_row = 16;

thread_local const Connection* asking = nullptr;  // whose ask() has not returned

struct Asking {
  explicit Asking(const Connection* connection) { asking = connection; }
  ~Asking() { asking = nullptr; }
};

}  // namespace

Connection::Connection(Loop& loop, Socket socket, std::shared_ptr<const Setup> setup, std::shared_ptr<BackendPool> pool,
                       Channel channel)
    : loop_(loop),
      socket_(std::move(socket)),
      wire_(socket_.native_handle()),
      stream_(wire_),
      setup_(std::move(setup)),
      backend_(std::make_shared<Backend>(setup_, std::move(pool), channel.id)),
      session_(setup_->service, std::move(channel), Clock::now()),
      began_(Clock::now()) {}

void Connection::start() {
  if (loop_.is_stopping()) return;  // accepted a moment too late
  self_ = shared_from_this();
  loop_.add(*this);
  drive();
}

void Connection::stop() {
  if (phase_ != Phase::session) return close();
  session_.stop();
  drive();
}

void Connection::cut_off() {
  if (phase_ == Phase::session) session_.disconnected("server stopped");
  if (phase_ == Phase::session) report();
  close();
}

// A connection for which there is no memory is the only one that ends.
template <class F>
void Connection::guard(F work) {
  const auto self = shared_from_this();
  try {
    work();
  } catch (...) {
    close();
    setup_->log({.level = Event::Level::error, .text = "a connection is dropped: " + printable(thrown_text())});
  }
}

// The session says what is next; this does it until something has to be waited for, or until it is the turn of others:
// a client that sends or reads as fast as this goes would have the thread for itself.
void Connection::drive() {
  guard([this] { advance(); });
}

void Connection::advance() {
  loop_.deadlines().set(*this, Time::max());  // what was waited for has come
  for (int steps = 0; phase_ == Phase::session; ++steps) {
    if (steps == steps_in_a_row) return loop_.post([self = shared_from_this()] { self->drive(); });
    const Step step = session_.next(Clock::now());
    bool go_on = true;
    switch (step.kind) {
      case Step::Kind::read: go_on = read(step); break;
      case Step::Kind::write: go_on = write(step); break;
      case Step::Kind::ask: ask(*step.question); break;
      case Step::Kind::start_tls: go_on = shake_hands(step.deadline); break;
      case Step::Kind::pause:
      case Step::Kind::idle: go_on = watch(step); break;
      case Step::Kind::close: end(); break;
    }
    if (!go_on) return;
  }
}

// ---- Steps: true where the session has something to go on with ----

bool Connection::read(const Step& step) {
  if (may_read()) return receive(step.room);
  loop_.deadlines().set(*this, step.deadline);
  wait_to_read();
  return false;
}

// While the session waits for something else, a little is read all the same, to see a client that has gone.
bool Connection::watch(const Step& step) {
  if (step.room > 0 && may_read()) return receive(step.room);
  loop_.deadlines().set(*this, step.deadline);
  if (step.room > 0) {
    wait_to_read();
  } else {
    wait_for_the_end();
  }
  return false;
}

// A wait that is over may have received octets that nobody has been told of yet: whatever is read now comes after them.
bool Connection::may_read() const { return !waits_to_read_ && stream_.has_pending(); }

bool Connection::receive(std::size_t room) {
  const auto into = loop_.scratch().first(std::min(room, loop_.scratch().size()));
  const Stream::Result result = stream_.read(into);
  switch (result.status) {
    case Stream::Status::done: session_.received({into.data(), result.octets}); return true;
    case Stream::Status::wants_read: return true;
    case Stream::Status::wants_write: wait_to_write(); return false;
    case Stream::Status::closed: session_.input_ended(); return true;
    case Stream::Status::failed: session_.disconnected("connection lost: " + stream_.error()); return true;
  }
  return false;
}

bool Connection::write(const Step& step) {
  const Stream::Result result = stream_.write(step.bytes);
  switch (result.status) {
    case Stream::Status::done: session_.sent(result.octets); return true;
    case Stream::Status::wants_write:
    case Stream::Status::wants_read:
      loop_.deadlines().set(*this, step.deadline);
      if (result.status == Stream::Status::wants_write) wait_to_write();
      if (result.status == Stream::Status::wants_read) wait_to_read();
      return false;
    case Stream::Status::closed: session_.disconnected("disconnected"); return true;
    case Stream::Status::failed: session_.disconnected("connection lost: " + stream_.error()); return true;
  }
  return false;
}

bool Connection::shake_hands(Time deadline) {
  if (!setup_->tls) return session_.disconnected("no certificate"), true;
  if (waits_to_read_) {  // since before STLS: the client speaks first
    loop_.deadlines().set(*this, deadline);
    return false;
  }
  const Stream::Result result = stream_.shake_hands(setup_->tls->native());
  switch (result.status) {
    case Stream::Status::done: session_.encrypted(stream_.tls()); return true;
    case Stream::Status::wants_read:
    case Stream::Status::wants_write:
      loop_.deadlines().set(*this, deadline);
      if (result.status == Stream::Status::wants_write) wait_to_write();
      if (result.status == Stream::Status::wants_read) wait_to_read();
      return false;
    case Stream::Status::closed: session_.disconnected("disconnected"); return true;
    case Stream::Status::failed: session_.disconnected("TLS failed: " + stream_.error()); return true;
  }
  return false;
}

// A reply that comes before this returns is taken at once, and drive() goes on with it. One that comes later finds its
// ticket out of date where the session has given up the question.
void Connection::ask(const Question& question) {
  const std::uint64_t ticket = ++ticket_;
  auto reply = [this, weak = weak_from_this(), loop = loop_.handle(), ticket](Outcome outcome) {
    if (asking == this) return take(ticket, std::move(outcome));  // weak_ptr keeps the address from being another's
    auto later = std::make_shared<Outcome>(std::move(outcome));
    loop->post([weak, ticket, later] {
      const auto self = weak.lock();
      if (!self) return;
      self->guard([&] {
        self->take(ticket, std::move(*later));
        self->advance();
      });
    });
  };
  const Asking here(this);
  backend_->ask(question, std::move(reply));
}

void Connection::take(std::uint64_t ticket, Outcome outcome) {
  if (ticket != ticket_ || phase_ != Phase::session) return;
  std::visit(
      [this]<class T>(T&& value) {
        if constexpr (std::is_same_v<std::decay_t<T>, Error>) {
          session_.failed(std::forward<T>(value));
        } else {
          session_.answered(std::forward<T>(value));
        }
      },
      std::move(outcome));
}

// ---- Waiting ----

void Connection::wait_to_read() {
  if (std::exchange(waits_to_read_, true)) return;
  const auto doorstep = boost::asio::buffer(wire_.doorstep().data(), wire_.doorstep().size());
  socket_.async_receive(doorstep,
                        [self = shared_from_this()](const boost::system::error_code& error, std::size_t octets) {
                          const bool ended = error == boost::asio::error::eof;
                          self->waits_to_read_ = false;
                          self->wire_.arrived(octets, ended ? 0 : error.value());
                          if (self->phase_ == Phase::lingering) return self->linger();
                          self->drive();
                        });
}

void Connection::wait_to_write() {
  if (std::exchange(waits_to_write_, true)) return;
  socket_.async_wait(Socket::wait_write, [self = shared_from_this()](const boost::system::error_code&) {
    self->waits_to_write_ = false;
    self->wire_.look_again();  // TLS may have waited to write in order to read
    self->drive();
  });
}

// Nothing is read, but a client that is no more is noticed all the same. FIN does not count: it may be waiting.
void Connection::wait_for_the_end() {
  if (std::exchange(waits_for_the_end_, true)) return;
  socket_.async_wait(Socket::wait_error, [self = shared_from_this()](const boost::system::error_code& error) {
    self->waits_for_the_end_ = false;
    if (error || self->phase_ != Phase::session || !self->wire_.is_broken()) return;
    self->session_.disconnected("disconnected");
    self->drive();
  });
}

void Connection::expired() {
  if (phase_ == Phase::lingering) return close();
  guard([this] {
    backend_->give_up();
    session_.timed_out();
    advance();
  });
}

// ---- The end ----

void Connection::end() {
  backend_->close();
  report();
  stream_.finish();
  const std::string& why = session_.summary().end;
  const bool expected = why == "quit" || why == "disconnected" || why == "server stopped";
  if (expected && !wire_.has_more()) return close();
  // What the client has sent and nobody has read would reset the connection, and the last reply would be lost with it.
  phase_ = Phase::lingering;
  boost::system::error_code ignored;
  socket_.shutdown(Socket::shutdown_send, ignored);
  loop_.deadlines().set(*this, Clock::now() + linger_time);
  linger();
}

void Connection::linger() {
  wire_.arrived(0, 0);  // whatever it was
  const ssize_t count = wire_.receive(loop_.scratch());
  if (count == 0 || (count < 0 && errno != EAGAIN && errno != EINTR)) return close();
  wait_to_read();
}

void Connection::report() {
  SessionSummary summary = session_.summary();
  summary.lasted = std::chrono::duration_cast<std::chrono::milliseconds>(Clock::now() - began_);
  const std::string text = n3::to_string(summary);
  setup_->log({.level = Event::Level::info, .text = text, .session = &summary});
}

void Connection::close() {
  if (std::exchange(phase_, Phase::closed) == Phase::closed) return;
  backend_->close();
  boost::system::error_code ignored;
  socket_.close(ignored);
  Deadlines::Entry::unlink();
  list_base_hook::unlink();
  loop_.removed();
  self_.reset();
}

}  // namespace n3::net
