#include "net/backend.hpp"

#include <system_error>
#include <utility>

#include "base/thrown.hpp"
#include "maildrop/file_body.hpp"
#include "pop3/summary.hpp"

namespace n3::net {

using namespace pop3;

// A maildrop that may block may also block when it is destroyed.
Backend::~Backend() {
  if (!maildrop_ || maildrop_instant_) return;
  std::shared_ptr<Maildrop> last = std::move(maildrop_);
  try {
    pool_->messages.post([last = std::move(last)]() mutable { last.reset(); });
  } catch (const std::system_error&) {
    return;  // no thread can be had: it has been destroyed here
  }
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
      pool_->logins, setup_->accounts_instant,
      [this, credential](const Reply& r) { settle(setup_->accounts->check(credential), r); }, std::move(reply));
}

void Backend::find_secret(const std::string& user, Reply reply) {
  run(
      pool_->logins, setup_->accounts_instant,
      [this, user](const Reply& r) { settle(setup_->accounts->secret(user), r); }, std::move(reply));
}

void Backend::open_maildrop(const Login& login, Reply reply) {
  account_ = login.account;
  run(
      pool_->logins, setup_->on_login_instant,
      [this, login](const Reply& r) {
        setup_->on_login(login).then([this, r](Answer<std::unique_ptr<Maildrop>> answer) {
          guard(r, [&] { take_maildrop(std::move(answer), r); });
        });
      },
      [this, reply = std::move(reply)](Outcome outcome) {
        if (std::holds_alternative<Error>(outcome)) free_locks();
        reply(std::move(outcome));
      });
}

void Backend::take_maildrop(Answer<std::unique_ptr<Maildrop>> answer, const Reply& reply) {
  if (const Error* error = answer.error()) return refuse(*error, reply);
  if (!*answer.value()) return refuse(Error::temporary("there is no maildrop"), reply);
  maildrop_ = std::move(*answer.value());
  maildrop_instant_ = maildrop_->instant();
  if (maildrop_instant_) return list(reply);
  on_worker(pool_->logins, [this](const Reply& last) { list(last); }, reply);
}

void Backend::list(const Reply& reply) {
  free_locks();  // of a login whose listing came too late
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
      pool_->messages, maildrop_instant_,
      [this, index](const Reply& r) {
        maildrop_->open(index).then([this, r](Answer<Body> answer) {
          Body* body = answer.value();
          const auto* file = body ? std::get_if<Body::File>(&body->content()) : nullptr;
          if (!file) return settle(std::move(answer), r);
          on_worker(
              pool_->messages, [this, path = file->path](const Reply& last) { settle(read_file(path), last); }, r);
        });
      },
      std::move(reply));
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
  if (!Workers::is_worker()) return post(workers, std::move(call), reply);
  guard(reply, [&] { call(reply); });
}

// Nothing is asked any more for a session that ends before there is a thread for it.
void Backend::post(Workers& workers, Call call, const Reply& reply) {
  try {
    workers.post([this, call = std::move(call), reply] {
      if (is_closed()) return reply(Error::temporary("the session is over"));
      guard(reply, [&] { call(reply); });
    });
  } catch (const std::system_error& problem) {
    report(Event::Level::error, std::string("no thread can be had: ") + problem.what());
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
    report(Event::Level::error, "user code has thrown: " + thrown_text());
    reply(Error::temporary("the server cannot do that just now"));
  }
}

template <class T>
void Backend::settle(Answer<T> answer, const Reply& reply) {
  std::move(answer).then([this, reply](Answer<T> ready) {
    if (const Error* error = ready.error()) return refuse(*error, reply);
    reply(std::move(*ready.value()));
  });
}

void Backend::refuse(const Error& error, const Reply& reply) {
  report(Event::Level::warning, error.text);
  reply(error);
}

void Backend::report(Event::Level level, const std::string& text) const {
  setup_->log(
      {.level = level, .text = (account_.empty() ? "" : "account=" + log_value(account_) + ": ") + printable(text)});
}

}  // namespace n3::net
