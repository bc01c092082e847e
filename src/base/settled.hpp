#pragma once

#include <condition_variable>
#include <memory>
#include <mutex>
#include <optional>
#include <stop_token>
#include <utility>

#include <n3/answer.hpp>

namespace n3 {

/// Waits for an answer that comes later; nothing where `stop` is requested before it comes. It may come still: nobody
/// looks at it then. For threads that may block.
template <class T>
std::optional<Answer<T>> settled(Answer<T> answer, const std::stop_token& stop) {
  if (answer.ready()) return answer;
  struct Desk {
    std::mutex mutex;
    std::condition_variable_any arrived;
    std::optional<Answer<T>> answer;
  };
  auto desk = std::make_shared<Desk>();
  std::move(answer).then([desk](Answer<T> ready) {
    const std::lock_guard lock(desk->mutex);
    desk->answer.emplace(std::move(ready));
    desk->arrived.notify_one();
  });
  std::unique_lock lock(desk->mutex);
  desk->arrived.wait(lock, stop, [&] { return desk->answer.has_value(); });
  return std::exchange(desk->answer, std::nullopt);
}

/// Waits for it however long it takes.
template <class T>
Answer<T> settled(Answer<T> answer) {
  return *settled(std::move(answer), std::stop_token());
}

}  // namespace n3
