#include "base/workers.hpp"

#include <chrono>
#include <utility>

namespace n3 {
namespace {

constexpr std::chrono::seconds patience{10};

thread_local const Workers* whose = nullptr;

void join(std::list<std::thread>& threads) {
  for (std::thread& thread : threads) thread.join();
  threads.clear();
}

}  // namespace

bool Workers::has_this_thread() const { return whose == this; }

void Workers::stop() {
  std::unique_lock lock(mutex_);
  stopping_ = true;
  more_.notify_all();
  fewer_.wait(lock, [&] { return threads_.empty(); });
  join(ended_);
}

void Workers::post(Task task) {
  std::list<std::thread> ended;
  bool is_one_idle = false;
  {
    std::unique_lock lock(mutex_);
    if (stopping_ && threads_.empty()) {
      lock.unlock();
      return task();
    }
    tasks_.push_back(std::move(task));
    is_one_idle = tasks_.size() <= idle_;
    if (!is_one_idle && threads_.size() < limit_) {
      try {
        add_thread();
      } catch (...) {
        task = std::move(tasks_.back());  // to be destroyed without the lock
        tasks_.pop_back();
        throw;
      }
    }
    ended.swap(ended_);
  }
  if (is_one_idle) more_.notify_one();  // without the lock, which it would have to wait for
  join(ended);
}

void Workers::dispose(Task task) noexcept {
  try {
    post(std::move(task));
  } catch (...) {
    return;  // what the task held has gone with it
  }
}

// Where no more threads can be had, those that there are do the work.
void Workers::add_thread() {
  const auto self = threads_.emplace(threads_.end());
  try {
    *self = std::thread([this, self] { work(self); });
  } catch (...) {  // std::system_error, or std::bad_alloc
    threads_.erase(self);
    if (threads_.empty()) throw;
  }
}

void Workers::work(std::list<std::thread>::iterator self) {
  whose = this;
  std::unique_lock lock(mutex_);
  for (;;) {
    if (tasks_.empty()) {
      if (stopping_) break;
      ++idle_;
      const bool called = more_.wait_for(lock, patience, [&] { return !tasks_.empty() || stopping_; });
      --idle_;
      if (!called) break;
      continue;
    }
    Task task = std::move(tasks_.front());
    tasks_.pop_front();
    lock.unlock();
    try {
      task();
    } catch (...) {  // NOLINT(bugprone-empty-catch): out of memory, and whoever waits for an answer has a deadline
    }
    task = nullptr;  // what it held is destroyed here, not under the lock
    lock.lock();
  }
  ended_.splice(ended_.end(), threads_, self);
  fewer_.notify_all();
}

}  // namespace n3
