#include "spool/first_fetch.hpp"

namespace n3::spool {
namespace {

// Nobody tells us: the file is all that the processes share.
constexpr std::chrono::milliseconds interval{20};

}  // namespace

std::optional<std::chrono::seconds> FirstFetch::run(const std::stop_token& stop) {
  const auto deadline = std::chrono::steady_clock::now() + patience_;
  std::unique_lock lock(mutex_);
  while (!is_over() && std::chrono::steady_clock::now() < deadline && !stop.stop_requested())
    stopped_.wait_for(lock, stop, interval, [] { return false; });
  return std::nullopt;
}

// A ledger that cannot be read is not waited for.
bool FirstFetch::is_over() const try {
  return ledger_.fetched(source_) || ledger_.health(source_).failures > 0;
} catch (const db::Error&) {
  return true;
}

}  // namespace n3::spool
