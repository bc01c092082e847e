#pragma once

#include <mutex>
#include <string>
#include <utility>

#include <n3/log.hpp>

namespace n3::spool {

/// The log, one call at a time.
class Reporter {
 public:
  explicit Reporter(Log log) : log_(std::move(log)) {}

  void info(const std::string& text) { tell(Event::Level::info, text); }
  void warn(const std::string& text) { tell(Event::Level::warning, text); }

 private:
  void tell(Event::Level level, const std::string& text) {
    const std::lock_guard lock(mutex_);
    if (log_) log_({.level = level, .text = printable(text)});
  }

  std::mutex mutex_;
  Log log_;
};

}  // namespace n3::spool
