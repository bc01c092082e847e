#include "spool/housekeeper.hpp"

#include <ctime>
#include <new>
#include <utility>

#include "base/now.hpp"
#include "base/thrown.hpp"
#include "spool/retention.hpp"

namespace n3::spool {
namespace {

constexpr std::chrono::hours interval{1};
constexpr std::chrono::hours largest_correction{1};
constexpr std::chrono::days until_believed{1};

// Unlike steady_clock it runs while the machine sleeps.
std::chrono::seconds running() {
  std::timespec time{};
  ::clock_gettime(CLOCK_BOOTTIME, &time);
  return std::chrono::seconds(time.tv_sec);
}

}  // namespace

std::chrono::sys_seconds PatientClock::now(std::chrono::sys_seconds wall, Seconds running) {
  const std::chrono::sys_seconds expected = wall_ ? *wall_ + (running - running_) : wall;
  if (wall > expected + largest_correction) {
    if (!jumped_) jumped_ = running;
    if (running - *jumped_ < until_believed) return expected;
  }
  wall_ = wall;
  running_ = running;
  jumped_.reset();
  return wall;
}

void Housekeeper::add(MailboxId mailbox, std::shared_ptr<const Rules> rules) {
  const std::lock_guard lock(mutex_);
  charges_.push_back({mailbox, std::move(rules)});
}

std::optional<std::chrono::seconds> Housekeeper::run(const std::stop_token& stop) try {
  const auto today = clock_.now(now(), running());
  std::vector<Charge> charges;
  {
    const std::lock_guard lock(mutex_);
    charges = charges_;
  }
  for (const Charge& charge : charges) {
    if (stop.stop_requested()) break;
    retire_old(ledger_, charge.mailbox, charge.rules->get(), today);
    retire_beyond(ledger_, charge.mailbox, charge.rules->get(), today);
  }
  bury(ledger_, today);
  return interval;
} catch (const std::bad_alloc&) {
  throw;
} catch (...) {
  reporter_.warn("the spool could not be tidied up: " + thrown_text());
  return interval;
}

}  // namespace n3::spool
