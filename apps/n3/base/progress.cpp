#include "base/progress.hpp"

#include <fmt/format.h>
#include <unistd.h>

#include <algorithm>
#include <cstdio>

namespace n3::program {
namespace {

constexpr std::chrono::milliseconds interval{100};
constexpr std::size_t width = 30;

}  // namespace

void Progress::show(std::size_t done, std::size_t all) {
  const std::lock_guard lock(mutex_);
  const auto now = std::chrono::steady_clock::now();
  if (::isatty(STDERR_FILENO) == 0 || now - last_ < interval) return;
  const std::size_t filled = all == 0 ? width : std::min(width, width * done / all);
  fmt::print(stderr, "\r{} [{:<{}}] {} of {}", what_, std::string(filled, '#'), width, done, all);
  last_ = now;
  shown_ = true;
}

Progress::~Progress() {
  if (shown_) std::fputs("\r\x1b[K", stderr);
}

}  // namespace n3::program
