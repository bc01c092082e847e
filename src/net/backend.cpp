#include "net/backend.hpp"

#include <utility>

#include "base/thrown.hpp"
#include "maildrop/file_body.hpp"
#include "pop3/summary.hpp"

namespace n3::net {

using namespace pop3;

// A maildrop that may block may also block when it is destroyed.
Backend::~Backend() {
  if (!maildrop_ || maildrop_->instant()) return;
  std::shared_ptr<Maildrop> last = std::move(maildrop_);
  pool_->messages.post([last]() mutable { last.reset(); });
}

void Backend::ask(const Question& question, Reply reply) {
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

void Backend::close() {
  const std::lock_guard lock(mutex_);
  closed_ = true;
  waiting_.clear();  // nobody waits for these any more
  if (!removing_) held_.free();
}

// ---- The six questions ----

void Backend::check(const Credential& credential, Reply reply) {
  run(
      pool_->logins, setup_->accounts->instant(),
      [this, credential](const Reply& r) { settle(setup_->accounts->check(credential), r); }, std::move(reply));
}

void Backend::find_secret(const std::string& user, Reply reply) {
  run(
      pool_->logins, setup_->accounts->instant(),
      [this, user](const Reply& r) { settle(setup_->accounts->secret(user), r); }, std::move(reply));
}

void Backend::open_maildrop(const Login& login, Reply reply) {
  account_ = login.account;
  run(
      pool_->logins, setup_->on_login_instant,
      [this, login](const Reply& r) {
        setup_->on_login(login).then(
            [this, r](Answer<std::unique_ptr<Maildrop>> answer) { guard(r, [&] { list(std::move(answer), r); }); });
      },
      std::move(reply));
}

void Backend::list(Answer<std::unique_ptr<Maildrop>> answer, const Reply& reply) {
  if (const Error* error = answer.error()) return reply(*error);
  if (!*answer.value()) return reply(Error::temporary("there is no maildrop"));
  maildrop_ = std::move(*answer.value());
  auto held = pool_->locks.take(maildrop_->locks());
  if (!held) return reply(Error::in_use("another session has this maildrop; try again later"));
  {
    const std::lock_guard lock(mutex_);
    if (!closed_) held_ = std::move(*held);
  }
  settle(maildrop_->list(), reply);
}

void Backend::open_message(std::size_t index, Reply reply) {
  run(
      pool_->messages, maildrop_->instant(),
      [this, index](const Reply& r) {
        maildrop_->open(index).then([this, r](Answer<Body> answer) {
          Body* body = answer.value();
          const auto* file = body ? std::get_if<Body::File>(&body->content()) : nullptr;
          guard(r, [&] { settle(file ? read_file(file->path) : std::move(answer), r); });
        });
      },
      std::move(reply));
}

void Backend::remove(const std::vector<std::size_t>& indexes, Reply reply) {
  run(
      pool_->messages, maildrop_->instant(),
      [this, indexes](const Reply& r) {
        {
          const std::lock_guard lock(mutex_);
          removing_ = true;
        }
        settle(maildrop_->remove(indexes), r);
      },
      [this, reply = std::move(reply)](Outcome outcome) {
        {
          const std::lock_guard lock(mutex_);
          removing_ = false;
          if (closed_) held_.free();
        }
        reply(std::move(outcome));
      });
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
  workers.post([this, call = std::move(call), last] { guard(last, [&] { call(last); }); });
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
    report(Event::Level::error, "user code has thrown: " + thrown_text());
    reply(Error::temporary("the server cannot do that just now"));
  }
}

template <class T>
void Backend::settle(Answer<T> answer, const Reply& reply) {
  std::move(answer).then([this, reply](Answer<T> ready) {
    if (const Error* error = ready.error()) {
      report(Event::Level::warning, error->text);
      return reply(*error);
    }
    reply(std::move(*ready.value()));
  });
}

void Backend::report(Event::Level level, const std::string& text) const {
  setup_->log({.level = level, .text = (account_.empty() ? "" : "account=" + log_value(account_) + ": ") + printable(text)});
}

}  // namespace n3::net
