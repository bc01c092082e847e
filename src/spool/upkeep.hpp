#pragma once

#include <chrono>
#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "db/database.hpp"
#include "spool/ledger.hpp"

namespace n3::spool {

/// A mailbox, as people look it up.
struct MailboxFacts {
  std::string name;
  std::size_t messages = 0;  ///< That are shown, to everybody or to one account.
  std::uint64_t octets = 0;  ///< Of these.
  std::optional<std::chrono::sys_seconds> newest{};
};

/// A message, as people look it up.
struct MessageFacts {
  ItemId id = 0;
  std::string uid;
  std::uint64_t octets = 0;
  std::chrono::sys_seconds first_seen{};
  std::string account;  ///< Empty: for everybody.
  State state = State::shown;
  std::optional<std::chrono::sys_seconds> retrieved{};  ///< By anybody, for the first time.
  std::string source;
  std::string key;
  std::string path;  ///< Of a mail file.
};

/// A source, as people look it up.
struct SourceFacts {
  std::string mailbox;
  std::string name;
  std::size_t messages = 0;  ///< That are shown.
  Health health{};
};

/// What people do with a ledger by hand; it may be in use meanwhile. Throws db::Error, and std::runtime_error for a
/// mailbox or message that is not there.
class Upkeep {
 public:
  explicit Upkeep(std::unique_ptr<db::Database> file) : database_(std::move(file)) {}

  std::vector<MailboxFacts> mailboxes();

  std::vector<SourceFacts> sources();  ///< By mailbox and name.

  /// Those that are shown, or all that there ever were, in their order.
  std::vector<MessageFacts> messages(std::string_view mailbox, bool all);
  MessageFacts message(std::string_view mailbox, std::string_view uid);
  std::string bytes(ItemId item);  ///< Of a composed message.

  /// Its messages stay what they are.
  void rename(std::string_view mailbox, std::string_view name);

  /// The message, or all of the mailbox, has never been: it is shown no more, and where its source still has it, it is
  /// new. Its UIDL is not given out again.
  void forget(std::string_view mailbox, std::string_view uid);
  void forget_all(std::string_view mailbox);

  /// Reads all that is there. Returns what is wrong, a line each. `progress` is told how many of how many messages have
  /// been read.
  using Progress = std::function<void(std::size_t done, std::size_t all)>;
  std::vector<std::string> verify(const Progress& progress = {});

 private:
  static MailboxId find(db::Connection& connection, std::string_view mailbox);
  static std::string read_bytes(db::Connection& connection, ItemId item);

  std::unique_ptr<db::Database> database_;
};

}  // namespace n3::spool
