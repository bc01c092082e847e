#pragma once

#include <concepts>
#include <functional>
#include <memory>
#include <mutex>
#include <optional>
#include <utility>
#include <variant>

#include <n3/error.hpp>

namespace n3 {

/// The answer of something that has nothing else to tell: it is done.
struct Done {};

template <class T>
class Reply;

/// What an object of yours answers: a value now, an error now, or "later".
///
///     n3::Answer<n3::Body> open(std::size_t index) override {
///       if (gone(index)) return n3::Error::temporary("the message has gone");   // an error now
///       if (cached(index)) return n3::Body::text(cache_[index]);                // a value now
///       auto [answer, reply] = n3::Answer<n3::Body>::later();                   // later, from any thread
///       fetcher_.start(index, [reply = std::move(reply)](std::string mail) mutable {
///         reply(n3::Body::text(std::move(mail)));
///       });
///       return std::move(answer);
///     }
template <class T>
class [[nodiscard]] Answer {
 public:
  template <std::convertible_to<T> U>
  Answer(U&& value) : state_(std::in_place_index<0>, std::forward<U>(value)) {}
  Answer(Error error) : state_(std::in_place_index<1>, std::move(error)) {}

  /// An answer that is given later, and the Reply with which to give it.
  static std::pair<Answer, Reply<T>> later() {
    auto promise = std::make_shared<Promise>();
    return {Answer(promise), Reply<T>(promise)};
  }

  /// True where there is a value or an error already.
  bool ready() const { return state_.index() != 2; }

  /// The value of a ready answer; null where it is an error or not ready.
  T* value() { return std::get_if<0>(&state_); }

  /// The error of a ready answer; null where it is a value or not ready.
  const Error* error() const { return std::get_if<1>(&state_); }

  /// Hands the ready answer to `take`: at once and on this thread where it is ready, otherwise on the thread that
  /// replies. `take` is called exactly once, since a Reply that is dropped answers as well.
  void then(std::function<void(Answer)> take) && {
    if (ready()) return take(std::move(*this));
    std::get<2>(state_)->taken_by(std::move(take));
  }

 private:
  friend class Reply<T>;

  class Promise {
   public:
    void keep(Answer answer) {
      std::unique_lock lock(mutex_);
      if (kept_) return;
      kept_ = true;
      if (!take_) {
        answer_.emplace(std::move(answer));
        return;
      }
      auto take = std::move(take_);
      lock.unlock();
      take(std::move(answer));
    }

    void taken_by(std::function<void(Answer)> take) {
      std::unique_lock lock(mutex_);
      if (!answer_) {
        take_ = std::move(take);
        return;
      }
      Answer answer = std::move(*answer_);
      lock.unlock();
      take(std::move(answer));
    }

   private:
    std::mutex mutex_;
    bool kept_ = false;
    std::optional<Answer> answer_;
    std::function<void(Answer)> take_;
  };

  explicit Answer(std::shared_ptr<Promise> promise) : state_(std::in_place_index<2>, std::move(promise)) {}

  std::variant<T, Error, std::shared_ptr<Promise>> state_;
};

/// The other end of an Answer that comes later. Call it once, from any thread; later calls do nothing. Destroyed
/// uncalled it answers "temporary failure", so that a session never waits for something that has been forgotten.
template <class T>
class Reply {
 public:
  Reply(Reply&&) noexcept = default;
  Reply& operator=(Reply&& other) noexcept {
    std::swap(promise_, other.promise_);
    return *this;
  }
  ~Reply() {
    if (!promise_) return;
    try {
      promise_->keep(Error::temporary("no reply"));  // so short that it needs no memory
    } catch (...) {
      return;  // whoever waits has a deadline
    }
  }

  void operator()(Answer<T> answer) {
    if (auto promise = std::exchange(promise_, nullptr)) promise->keep(std::move(answer));
  }

 private:
  friend class Answer<T>;
  explicit Reply(std::shared_ptr<typename Answer<T>::Promise> promise) : promise_(std::move(promise)) {}

  std::shared_ptr<typename Answer<T>::Promise> promise_;
};

}  // namespace n3
