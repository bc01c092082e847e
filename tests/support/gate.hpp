#pragma once

#include <chrono>
#include <condition_variable>
#include <mutex>

namespace n3::test {

/// What blocks user code until a test lets it go on.
class Gate {
 public:
  /// Waits until the gate is open, or for ten seconds.
  void pass() {
    std::unique_lock lock(mutex_);
    ++waiting_;
    changed_.notify_all();
    changed_.wait_for(lock, std::chrono::seconds(10), [this] { return open_; });
    --waiting_;
    changed_.notify_all();
  }

  void open() {
    const std::lock_guard lock(mutex_);
    open_ = true;
    changed_.notify_all();
  }

  /// True as soon as so many wait; false where that does not come about.
  bool holds(int many) {
    std::unique_lock lock(mutex_);
    return changed_.wait_for(lock, std::chrono::seconds(30), [&] { return waiting_ >= many; });
  }

  int waiting() {
    const std::lock_guard lock(mutex_);
    return waiting_;
  }

 private:
  std::mutex mutex_;
  std::condition_variable changed_;
  int waiting_ = 0;
  bool open_ = false;
};

}  // namespace n3::test
