#pragma once

#include <condition_variable>
#include <cstddef>
#include <deque>
#include <functional>
#include <list>
#include <mutex>
#include <thread>

namespace n3 {

/// Threads for what may block: calls of user objects, fetches. One is made when there is work and none is free, up to
/// the limit, and ends when there has been nothing to do for a while.
class Workers {
 public:
  using Task = std::move_only_function<void()>;  ///< What it throws is dropped.

  explicit Workers(std::size_t limit) : limit_(limit) {}
  ~Workers() { stop(); }

  /// After stop() the task is done at once, by the caller. Throws std::system_error or std::bad_alloc where
  /// no thread can be had at all.
  void post(Task task);

  /// The same for what destroys something: where no thread can be had, it is done by the caller.
  void dispose(Task task) noexcept;
  bool has_this_thread() const;  ///< Whether who asks is a task.
  void stop();                   ///< Waits for all tasks, those still queued included. Not from a task.

 private:
  void add_thread();
  void work(std::list<std::thread>::iterator self);

  const std::size_t limit_;
  std::mutex mutex_;
  std::condition_variable more_;
  std::condition_variable fewer_;
  std::deque<Task> tasks_;
  std::list<std::thread> threads_;
  std::list<std::thread> ended_;  // to be joined
  std::size_t idle_ = 0;
  bool stopping_ = false;
};

}  // namespace n3
