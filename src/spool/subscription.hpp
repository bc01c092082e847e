#pragma once

#include <atomic>
#include <chrono>
#include <cstddef>
#include <memory>
#include <optional>
#include <set>
#include <span>
#include <stop_token>
#include <string>
#include <vector>

#include <n3/source.hpp>

#include "spool/intake.hpp"
#include "spool/reporter.hpp"
#include "spool/scheduler.hpp"
#include "spool/source_health.hpp"

namespace n3::spool {

/// How long to wait after so many failures in a row: half a minute at first, then twice as long each time, up to an
/// hour, or to the refresh interval where that is more.
std::chrono::seconds retry_delay(unsigned failures, std::chrono::seconds refresh);

/// A time to wait, up to a tenth longer: by a share that depends on a source's name, so that sources which began
/// together drift apart, and those in several mailboxes that read the same under one name stay together.
std::chrono::seconds spread(std::chrono::seconds delay, const std::string& name);

/// One source of one mailbox: fetches, and has what came taken in. The scheduler sees to it that fetch and remove never
/// meet.
class Subscription final : public Task {
 public:
  Subscription(Ledger& ledger, Reporter& reporter, Intake intake, SourceHealth health, std::unique_ptr<Source> source,
               std::chrono::seconds refresh);

  std::optional<std::chrono::seconds> run(const std::stop_token& stop) override;
  void interrupt() override { source_->interrupt(); }

  /// Whether it was fetched before the process was started again: then it is asked no sooner for that, and nobody has
  /// to wait.
  bool resumes() const { return resumes_; }
  std::chrono::seconds first() const;  ///< When to fetch it first. Before any run.

  /// Whether it is fetched anew for each login.
  bool at_login() const { return at_login_; }

  bool removes() const { return source_->removes(); }

  /// Removes items at the source. Waits for the answer.
  Answer<Done> remove(std::span<const std::string> keys);

  const Place& place() const { return intake_.place(); }

 private:
  using Clock = std::chrono::steady_clock;

  struct Outcome {
    Batch batch;         // what came of it, taken in; or what went wrong
    std::string with{};  // for the log
  };

  Outcome fetch(const std::stop_token& stop);
  Outcome taken_in(Batch batch, const std::stop_token& stop);
  std::optional<std::chrono::seconds> next(const Batch& batch);
  void report(const std::vector<std::string>& problems);

  Ledger& ledger_;
  Reporter& reporter_;
  Intake intake_;
  SourceHealth health_;
  const std::unique_ptr<Source> source_;
  const std::chrono::seconds refresh_;
  const std::string title_;  // for the log
  const bool resumes_;
  std::atomic<bool> at_login_;
  Clock::time_point paused_until_{};
  std::set<std::string> problems_;  // of the last batch: each is logged once
};

}  // namespace n3::spool
