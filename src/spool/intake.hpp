#pragma once

#include <chrono>
#include <cstddef>
#include <memory>
#include <optional>
#include <span>
#include <stop_token>
#include <string>
#include <string_view>
#include <unordered_set>
#include <vector>

#include <n3/source.hpp>
#include <n3/spool.hpp>

#include "spool/ledger.hpp"
#include "spool/rules.hpp"

namespace n3::spool {

/// Where items come from, as the ledger knows it.
struct Place {
  std::string mailbox_name;
  std::string first_name;  ///< The mailbox's, of which identities are made.
  std::string source_name;
  MailboxId mailbox;
  SourceId source;

  static Place enter(Ledger& ledger, std::string mailbox, std::string source);
};

/// Gives items their identity: what is new is composed or measured, which takes its time and is done without holding
/// the ledger, and then entered. Thread-safe, as the ledger is.
class Intake {
 public:
  Intake(Ledger& ledger, Place place, std::shared_ptr<const Rules> rules, std::string host);

  /// What has come of a batch.
  struct Report {
    std::size_t taken = 0;                ///< Items that are messages, known ones included.
    std::vector<std::string> problems{};  ///< What the operator had better know, a line each.
  };

  /// Takes in what a source has brought. Items that cannot be messages are left out, and everything else is done all
  /// the same. Throws db::Error.
  Report take(const Batch& batch, const std::stop_token& stop);

  /// Takes in one item. Returns what the operator had better know. Throws std::invalid_argument where it cannot be a
  /// message, and db::Error.
  std::optional<std::string> add(const Item& item);

  const Place& place() const { return place_; }

 private:
  struct Finding;
  using Keys = std::unordered_set<std::string_view>;  // that have been seen in a batch

  std::size_t too_old(const Batch& batch) const;
  std::vector<Finding> examine(std::span<const Item> items, Keys& seen);
  void examine_one(const Item& item, Finding& finding);
  bool is_elsewhere(const Item& item) const;
  void examine_content(const Item& item, Finding& finding);
  void examine_message(const Item& item, const Message& message, Finding& finding);
  void examine_file(const Item& item, const MailFile& mail, Finding& finding);
  void examine_mail(const Item& item, const Mail& mail, Finding& finding) const;
  void examine_gathered(const Item& item, const Message& message, Finding& finding) const;
  void examine_gathering(const Item& item, const Message& message, Finding& finding) const;
  NewItem new_item(const Item& item, std::int64_t version) const;
  std::string message_id_of(const std::string& key) const;
  Message finished(const Item& item, const Message& message) const;
  NewItem composed(const Item& item, const Message& message, const KnownItem* before) const;
  void enter(std::vector<Finding>& findings);
  static void enter_one(Ledger::Change& change, Finding& finding);
  static void take_uid(const Ledger::Change& change, Finding& finding);
  void enter_old(std::span<const Item> items);
  void finish(const Batch& batch, const std::vector<std::string_view>& present, bool is_whole);

  Ledger& ledger_;
  const Place place_;
  const std::shared_ptr<const Rules> rules_;
  const std::string host_;
};

}  // namespace n3::spool
