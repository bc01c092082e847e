#pragma once

#include <future>
#include <utility>

#include <n3/answer.hpp>

namespace n3 {

/// Waits for an answer that comes later. For threads that may block.
template <class T>
Answer<T> settled(Answer<T> answer) {
  if (answer.ready()) return answer;
  std::promise<Answer<T>> promise;
  auto future = promise.get_future();
  std::move(answer).then([&](Answer<T> ready) { promise.set_value(std::move(ready)); });
  return future.get();
}

}  // namespace n3
