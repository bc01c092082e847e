#pragma once

#include <chrono>
#include <condition_variable>
#include <mutex>
#include <optional>
#include <stop_token>

#include "spool/ledger.hpp"
#include "spool/scheduler.hpp"

namespace n3::spool {

/// Of a source that another process fetches: waits until it has been fetched for the first time, or could not be. Who
/// logs in before that has something to wait for.
class FirstFetch final : public Task {
 public:
  FirstFetch(Ledger& ledger, SourceId source, std::chrono::milliseconds patience)
      : ledger_(ledger), source_(source), patience_(patience), was_fetched_(ledger.fetched(source)) {}

  SourceId source() const { return source_; }
  bool is_awaited() const { return !was_fetched_; }  ///< It was not fetched before this process began.

  std::optional<std::chrono::seconds> run(const std::stop_token& stop) override;
  void interrupt() override {}

 private:
  bool is_over() const;

  Ledger& ledger_;
  const SourceId source_;
  const std::chrono::milliseconds patience_;
  const bool was_fetched_;
  std::mutex mutex_;
  std::condition_variable_any stopped_;
};

}  // namespace n3::spool
