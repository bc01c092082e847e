#pragma once

#include <chrono>
#include <map>
#include <mutex>
#include <optional>
#include <stop_token>
#include <string>
#include <vector>

#include "spool/ledger.hpp"
#include "spool/reporter.hpp"
#include "spool/scheduler.hpp"

namespace n3::spool {

/// Who has logged in and what was retrieved, for people to look up. Nobody waits for it: it reaches the ledger some
/// seconds later, all together, and what a crash takes with it is no loss. Thread-safe.
class Diary final : public Task {
 public:
  Diary(Ledger& ledger, Reporter& reporter) : ledger_(ledger), reporter_(reporter) {}

  void login(const std::string& account);
  void retrieved(const std::string& account, ItemId item);
  void measured(ItemId item, const std::string& digest);  ///< A mail file, for the first time.

  std::optional<std::chrono::seconds> run(const std::stop_token& stop) override;
  void interrupt() override {}

  void finish() noexcept;  ///< Enters what is left.

 private:
  Ledger& ledger_;
  Reporter& reporter_;
  std::mutex mutex_;
  Ledger::Notes notes_;
};

}  // namespace n3::spool
