#pragma once

#include <chrono>
#include <memory>
#include <mutex>
#include <optional>
#include <stop_token>
#include <vector>

#include "spool/ledger.hpp"
#include "spool/reporter.hpp"
#include "spool/rules.hpp"
#include "spool/scheduler.hpp"

namespace n3::spool {

/// The time of day, but for a clock that has jumped ahead: it is believed after a day. Until then nothing is old
/// because of it.
class PatientClock {
 public:
  using Seconds = std::chrono::seconds;

  /// What the clock on the wall says, and how long this machine has been running.
  std::chrono::sys_seconds now(std::chrono::sys_seconds wall, Seconds running);

 private:
  std::optional<std::chrono::sys_seconds> wall_;  // when it was last believed
  Seconds running_{};
  std::optional<Seconds> jumped_;  // when it was first seen to have
};

/// Once an hour retires what mailboxes keep no longer, and buries what was retired.
class Housekeeper final : public Task {
 public:
  Housekeeper(Ledger& ledger, Reporter& reporter) : ledger_(ledger), reporter_(reporter) {}

  void add(MailboxId mailbox, std::shared_ptr<const Rules> rules);

  std::optional<std::chrono::seconds> run(const std::stop_token& stop) override;
  void interrupt() override {}

 private:
  struct Charge {
    MailboxId mailbox;
    std::shared_ptr<const Rules> rules;
  };

  Ledger& ledger_;
  Reporter& reporter_;
  std::mutex mutex_;
  std::vector<Charge> charges_;
  PatientClock clock_;
};

}  // namespace n3::spool
