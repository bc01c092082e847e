#pragma once

#include <cstdint>
#include <deque>
#include <functional>
#include <memory>
#include <mutex>
#include <optional>
#include <variant>

#include <n3/pop3/session.hpp>

#include "base/workers.hpp"
#include "net/locks.hpp"
#include "net/setup.hpp"

namespace n3::net {

/// What a question came to: what Session::answered and Session::failed take.
using Outcome = std::variant<Verdict, std::optional<Secret>, Snapshot, Body, std::string_view, Done, Error>;

/// What the backends of a server share.
struct BackendPool {
  Locks locks;
  // Logging in has threads of its own, so that messages that are slow to open hold nobody up who wants to log in.
  Workers messages{256};
  Workers logins{256};

  void stop() {
    logins.stop();
    messages.stop();
  }
};

/// The user's objects as one session sees them: carries its questions to them and brings the answers back, on the
/// worker threads unless the object is instant. It lives until the last call has returned, even when the session has
/// gone; calls for one session never overlap.
class Backend : public std::enable_shared_from_this<Backend> {
 public:
  using Reply = std::function<void(Outcome)>;

  Backend(std::shared_ptr<const Setup> setup, std::shared_ptr<BackendPool> pool, std::uint64_t session)
      : setup_(std::move(setup)), pool_(std::move(pool)), session_(session) {}
  ~Backend();

  /// Calls `reply` once: before it returns where the object is instant, otherwise later and from any thread.
  void ask(const pop3::Question& question, Reply reply);

  /// The session has stopped waiting for an answer. A maildrop that it waited for is not locked any more, as soon as
  /// the call has returned.
  void give_up();

  /// The session is over. The maildrop's locks are free now, or as soon as a removal under way has returned.
  void close();

 private:
  using Call = std::function<void(Reply)>;

  void run(Workers& workers, bool instant, Call call, Reply reply);
  void start(Workers& workers, Call call, Reply reply);
  void on_worker(Workers& workers, Call call, const Reply& reply);
  void post(Workers& workers, Call call, const Reply& reply);
  bool is_closed();
  void returned();

  void check(const Credential& credential, Reply reply);
  void find_secret(const std::string& user, Reply reply);
  void open_maildrop(const Login& login, Reply reply);
  void take_maildrop(Answer<std::unique_ptr<Maildrop>> answer, const Reply& reply);
  void list(const Reply& reply);
  Body kept(Body body);
  void open_message(std::size_t index, Reply reply);
  void open(std::size_t index, const Reply& reply);
  void remove(const std::vector<std::size_t>& indexes, Reply reply);

  bool is_given_up(std::uint64_t opening);
  bool begin_removal();
  void free_locks();

  template <class T, class Next>
  void follow(Answer<T> answer, const Reply& reply, Next next);
  template <class T>
  void settle(Answer<T> answer, const Reply& reply);
  void guard(const Reply& reply, const std::function<void()>& call);
  void report(const std::string& text);

  const std::shared_ptr<const Setup> setup_;
  const std::shared_ptr<BackendPool> pool_;
  const std::uint64_t session_;
  std::unique_ptr<Maildrop> maildrop_;
  bool maildrop_instant_ = false;

  std::mutex mutex_;   // guards what follows
  bool busy_ = false;  // a call is out
  std::deque<std::function<void()>> waiting_;
  bool closed_ = false;
  bool opens_ = false;          // the last question was for the maildrop
  std::uint64_t openings_ = 0;  // how often it was asked for,
  std::uint64_t given_up_ = 0;  // and of these, how many the session waits for no longer
  bool removing_ = false;
  Locks::Held held_;
};

}  // namespace n3::net
