#pragma once

#include <chrono>
#include <memory>
#include <optional>
#include <string>

#include "spool/intake.hpp"
#include "spool/ledger.hpp"
#include "spool/reporter.hpp"
#include "spool/rules.hpp"

namespace n3::spool {

/// How one source does: for the ledger, which knows it after a crash too; for the log, when it changes; and for those
/// who read the mailbox, in a message when it has failed for as long as the rules say, and another when it is well.
class SourceHealth {
 public:
  /// `mailbox` takes in what is added to the mailbox of the source.
  SourceHealth(Ledger& ledger, Reporter& reporter, Place place, std::shared_ptr<const Rules> rules, Intake mailbox);

  /// Whether a process that fetched it has ended meanwhile. That is a failure: a source that brings its process down
  /// must not do so again at once, or those beside it would never be fetched.
  bool was_cut_short() const { return health_.asked != std::chrono::sys_seconds(); }

  using Delay = std::optional<std::chrono::seconds>;  ///< Until the next fetch; none: somebody will ask for it.

  void begins();
  void is_interrupted();                                ///< Neither of these:
  void succeeded(const std::string& with, Delay next);  ///< "3 items"
  void failed(const std::string& cause, Delay next);

  unsigned failures() const { return health_.failures; }  ///< In a row.

  /// When the next fetch was to be, where the last one did well.
  std::optional<std::chrono::sys_seconds> due() const;

 private:
  void enter() noexcept;
  void say(const std::string& what, const std::string& subject, const std::string& text, const std::string& about = {});
  void say_ill();
  void say_well();
  bool was_said(const std::string& key) const;
  std::string key(const std::string& what) const;

  Ledger& ledger_;
  Reporter& reporter_;
  const Place place_;
  const std::shared_ptr<const Rules> rules_;
  Intake mailbox_;
  const std::string title_;  // for the log
  Health health_;
  bool has_succeeded_ = false;
  std::string logged_;  // the cause that the log knows; empty: all is well
};

}  // namespace n3::spool
