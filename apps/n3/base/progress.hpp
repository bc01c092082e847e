#pragma once

#include <chrono>
#include <cstddef>
#include <mutex>
#include <string>

namespace n3::program {

/// A bar on stderr, for people who wait; nothing where stderr is no terminal. Gone when it is destroyed.
class Progress {
 public:
  explicit Progress(std::string what) : what_(std::move(what)) {}
  ~Progress();
  Progress(const Progress&) = delete;
  Progress& operator=(const Progress&) = delete;

  void show(std::size_t done, std::size_t all);  ///< From any thread.

 private:
  const std::string what_;
  std::mutex mutex_;
  std::chrono::steady_clock::time_point last_{};
  bool shown_ = false;
};

}  // namespace n3::program
