#include "net/backend.hpp"

#include <system_error>
#include <utility>

#include "base/thrown.hpp"
#include "maildrop/file_body.hpp"
#include "pop3/maildrop_view.hpp"

namespace n3::net {

using namespace pop3;

namespace {

/// What a maildrop gives piece by piece may need the maildrop to its end, and may block when it ends.
class KeptChunks final : public ChunkSource {
 public:
  KeptChunks(std::shared_ptr<Backend> backend, std::shared_ptr<BackendPool> pool, Body::Chunks chunks)
      : backend_(std::move(backend)), pool_(std::move(pool)), chunks_(std::move(chunks)) {}
  ~KeptChunks() override {
    pool_->messages.dispose([backend = std::move(backend_), chunks = std::move(chunks_)]() mutable {
      chunks.reset();
      backend.reset();
    });
  }

  Answer<std::string_view> next() override { return chunks_->next(); }

 private:
  std::shared_ptr<Backend> backend_;
  const std::shared_ptr<BackendPool> pool_;
  Body::Chunks chunks_;
};

}  // namespace

// A maildrop that may block may also block when it is destroyed.
Backend::~Backend() {
  if (maildrop_ && !maildrop_instant_)
    pool_->messages.dispose([maildrop = std::move(maildrop_)]() mutable { maildrop.reset(); });
}

void Backend::ask(const Question& question, Reply reply) {
  {
    const std::lock_guard lock(mutex_);
    opens_ = std::holds_alternative<OpenMaildrop>(question);
    if (opens_) ++openings_;
  }
  if (const auto* credential = std::get_if<CheckCredential>(&question)) {
    check(credential->credential, std::move(reply));
  } else if (const auto* secret = std::get_if<FindSecret>(&question)) {
    find_secret(secret->user, std::move(reply));
  } else if (const auto* login = std::get_if<OpenMaildrop>(&question)) {
    open_maildrop(login->login, std::move(reply));
  } else if (const auto* message = std::get_if<OpenMessage>(&question)) {
    open_message(message->index, std::move(reply));
  } else if (const auto* chunk = std::get_if<NextChunk>(&question)) {
    run(
        pool_->messages, false, [this, source = chunk->source](const Reply& r) { settle(source->next(), r); },
        std::move(reply));
  } else {
    remove(std::get<RemoveMessages>(question).indexes, std::move(reply));
  }
}

void Backend::give_up() {
  const std::lock_guard lock(mutex_);
  if (!opens_) return;
  given_up_ = openings_;
  if (!busy_) held_.free();
}

void Backend::close() {
  const std::lock_guard lock(mutex_);
  closed_ = true;
  waiting_.clear();  // nobody waits for these any more
  if (!removing_) held_.free();
}

// ---- The six questions ----

void Backend::check(const Credential& credential, Reply reply) {
  run(
      pool_->logins, setup_->accounts_instant,
      [this, credential](const Reply& r) { settle(setup_->accounts->check(credential), r); }, std::move(reply));
}

void Backend::find_secret(const std::string& user, Reply reply) {
  run(
      pool_->logins, setup_->accounts_instant,
      [this, user](const Reply& r) { settle(setup_->accounts->secret(user), r); }, std::move(reply));
}

void Backend::open_maildrop(const Login& login, Reply reply) {
  const std::uint64_t opening = openings_;
  run(
      pool_->logins, setup_->on_login_instant,
      [this, login, opening](const Reply& r) {
        if (is_given_up(opening)) return r(Error::temporary("nobody waits for the maildrop"));
        follow(setup_->on_login(login), r, [this](Answer<std::unique_ptr<Maildrop>> answer, const Reply& last) {
          guard(last, [&] { take_maildrop(std::move(answer), last); });
        });
      },
      [this, reply = std::move(reply), opening](Outcome outcome) {
        if (std::holds_alternative<Error>(outcome) || is_given_up(opening)) free_locks();
        reply(std::move(outcome));
      });
}

void Backend::take_maildrop(Answer<std::unique_ptr<Maildrop>> answer, const Reply& reply) {
  if (const Error* error = answer.error()) return reply(*error);
  if (!*answer.value()) return reply(Error::temporary("there is no maildrop"));
  if (is_closed()) return reply(Error::temporary("the session is over"));
  maildrop_ = std::move(*answer.value());
  maildrop_instant_ = maildrop_->instant();
  if (maildrop_instant_) return list(reply);
  on_worker(pool_->logins, [this](const Reply& last) { list(last); }, reply);
}

void Backend::list(const Reply& reply) {
  auto held = pool_->locks.take(maildrop_->locks());
  if (!held) return reply(Error::in_use("another session has this maildrop; try again later"));
  {
    const std::lock_guard lock(mutex_);
    if (!closed_) held_ = std::move(*held);
  }
  follow(maildrop_->list(), reply, [this](Answer<Snapshot> answer, const Reply& r) {
    const bool sound = !answer.value() || is_sound(*answer.value());
    settle(sound ? std::move(answer) : Error::temporary("the maildrop cannot be listed"), r);
  });
}

void Backend::open_message(std::size_t index, Reply reply) {
  run(
      pool_->messages, true,
      [this, index](const Reply& r) {
        if (maildrop_instant_) return open(index, r);
        if (auto body = maildrop_->open_at_once(index)) return r(kept(std::move(*body)));
        on_worker(pool_->messages, [this, index](const Reply& opened) { open(index, opened); }, r);
      },
      std::move(reply));
}

void Backend::open(std::size_t index, const Reply& reply) {
  follow(maildrop_->open(index), reply, [this](Answer<Body> answer, const Reply& r) {
    if (const Error* error = answer.error()) return r(*error);
    const auto* file = std::get_if<Body::File>(&answer.value()->content());
    if (!file) return r(kept(std::move(*answer.value())));
    on_worker(pool_->messages, [this, path = file->path](const Reply& read) { settle(read_file(path), read); }, r);
  });
}

Body Backend::kept(Body body) {
  auto* chunks = std::get_if<Body::Chunks>(&body.content());
  if (!chunks || !*chunks) return body;
  return Body::chunks(std::make_unique<KeptChunks>(shared_from_this(), pool_, std::move(*chunks)));
}

void Backend::remove(const std::vector<std::size_t>& indexes, Reply reply) {
  run(
      pool_->messages, maildrop_instant_,
      [this, indexes](const Reply& r) {
        if (!begin_removal()) return r(Error::temporary("the session is over"));
        settle(maildrop_->remove(indexes), r);
      },
      [this, reply = std::move(reply)](Outcome outcome) {
        free_locks();  // before the client is told: it may be back at once
        reply(std::move(outcome));
      });
}

// ---- The maildrop's locks ----

bool Backend::is_given_up(std::uint64_t opening) {
  const std::lock_guard lock(mutex_);
  return opening <= given_up_;
}

bool Backend::begin_removal() {
  const std::lock_guard lock(mutex_);
  removing_ = !closed_;
  return removing_;
}

void Backend::free_locks() {
  const std::lock_guard lock(mutex_);
  removing_ = false;
  held_.free();
}

// ---- Calling somebody else's code ----

// One call at a time: one that comes while another is out waits for it, as after a question that was given up.
void Backend::run(Workers& workers, bool instant, Call call, Reply reply) {
  {
    const std::lock_guard lock(mutex_);
    if (busy_) {
      waiting_.push_back(
          [this, &workers, call = std::move(call), reply = std::move(reply)] { start(workers, call, reply); });
      return;
    }
    busy_ = true;
  }
  if (!instant) return start(workers, std::move(call), std::move(reply));
  const Reply last = [self = shared_from_this(), reply = std::move(reply)](Outcome outcome) {
    reply(std::move(outcome));
    self->returned();
  };
  guard(last, [&] { call(last); });
}

void Backend::start(Workers& workers, Call call, Reply reply) {
  const Reply last = [self = shared_from_this(), reply = std::move(reply)](Outcome outcome) {
    reply(std::move(outcome));
    self->returned();
  };
  post(workers, std::move(call), last);
}

// For what may block, from whichever thread.
void Backend::on_worker(Workers& workers, Call call, const Reply& reply) {
  if (!workers.has_this_thread()) return post(workers, std::move(call), reply);
  guard(reply, [&] { call(reply); });
}

// Nothing is asked any more for a session that ends before there is a thread for it.
void Backend::post(Workers& workers, Call call, const Reply& reply) {
  try {
    workers.post([self = shared_from_this(), this, call = std::move(call), reply] {
      if (is_closed()) return reply(Error::temporary("the session is over"));
      guard(reply, [&] { call(reply); });
    });
  } catch (const std::system_error& problem) {
    report(std::string("no thread can be had: ") + problem.what());
    reply(Error::temporary("the server is too busy"));
  }
}

bool Backend::is_closed() {
  const std::lock_guard lock(mutex_);
  return closed_;
}

void Backend::returned() {
  std::function<void()> next;
  {
    const std::lock_guard lock(mutex_);
    if (waiting_.empty()) {
      busy_ = false;
      return;
    }
    next = std::move(waiting_.front());
    waiting_.pop_front();
  }
  next();
}

// The one place where what user code throws is caught.
void Backend::guard(const Reply& reply, const std::function<void()>& call) {
  try {
    call();
  } catch (...) {
    report("user code has thrown: " + thrown_text());
    reply(Error::temporary("the server cannot do that just now"));
  }
}

// Hands an answer to `next`: at once where it is there, which is cheap, or when it comes.
template <class T, class Next>
void Backend::follow(Answer<T> answer, const Reply& reply, Next next) {
  if (answer.ready()) return next(std::move(answer), reply);
  std::move(answer).then([next, reply](Answer<T> ready) { next(std::move(ready), reply); });
}

template <class T>
void Backend::settle(Answer<T> answer, const Reply& reply) {
  follow(std::move(answer), reply, [](Answer<T> ready, const Reply& r) {
    if (const Error* error = ready.error()) return r(*error);
    r(std::move(*ready.value()));
  });
}

void Backend::report(const std::string& text) {
  if (!is_closed())
    setup_->log({.level = Event::Level::error, .text = "session=" + std::to_string(session_) + ": " + printable(text)});
}

}  // namespace n3::net
