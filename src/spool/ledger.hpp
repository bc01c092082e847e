#pragma once

#include <chrono>
#include <cstdint>
#include <map>
#include <mutex>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "db/sqlite.hpp"

namespace n3::spool {

using MailboxId = std::int64_t;
using SourceId = std::int64_t;
using ItemId = std::int64_t;  ///< Counts upwards as items are first seen, so it is their order as well.

/// Where a mail file is, and by what one sees that it is still the same.
struct FileState {
  std::string path;
  std::string stamp;
};

/// What the ledger knows of an item whose key comes again.
struct KnownItem {
  ItemId id = 0;
  bool gone = false;  ///< It has left its source or was removed there; the identity is kept in case it comes back.
  FileState file;     ///< Empty for composed messages.
};

/// An item that is to be entered.
struct NewItem {
  std::string key;
  std::string account;   ///< Empty: for everybody.
  std::string identity;  ///< As item_identity gives it. Its UIDL is the beginning of this.
  std::uint64_t octets = 0;
  std::string bytes{};  ///< Of a composed message.
  FileState file{};     ///< Of a mail file, in place of bytes.
};

/// One message of a mailbox, as a listing shows it.
struct ListedItem {
  ItemId id;
  std::string uid;
  std::uint64_t octets;
  std::chrono::sys_seconds first_seen;
};

/// The bytes of composed messages are read in pieces of this size; the last one is shorter.
inline constexpr std::size_t piece_octets = std::size_t{64} * 1024;

/// What there is to serve of an item: bytes, or a file.
struct Content {
  std::string bytes;  ///< The first piece.
  FileState file;
  std::uint64_t octets = 0;
};

/// Where an item came from.
struct Origin {
  SourceId source;
  std::string key;
};

/// The book of identities and deletions. All SQL of the spool is here, and nothing that decides. Thread-safe; all
/// functions throw db::Error.
class Ledger {
 public:
  class Change;

  explicit Ledger(const std::string& file);

  /// The mailbox or source of that name, entered where it is new.
  MailboxId mailbox(std::string_view name);
  SourceId source(MailboxId mailbox, std::string_view name);

  std::string cursor(SourceId source);
  bool fetched(SourceId source);  ///< Whether a fetch has been taken in, in this run or one before.
  std::vector<std::optional<KnownItem>> find(SourceId source, std::span<const std::string_view> keys);

  /// A number that grows whenever a listing of these mailboxes would be another one.
  std::uint64_t version(std::span<const MailboxId> mailboxes);
  struct Listed {
    std::uint64_t version;
    std::vector<ListedItem> items;  ///< In the order of their ids.
  };
  /// What everybody sees in these mailboxes, and what only `account` does. Of a source of which the first fetch has not
  /// been taken in whole nobody sees anything.
  Listed listed(std::span<const MailboxId> mailboxes, std::string_view account);
  bool has_private_items(std::span<const MailboxId> mailboxes, std::string_view account);

  std::vector<ItemId> deletions(std::span<const MailboxId> mailboxes, std::string_view account);  ///< Ascending.
  std::optional<Content> content(ItemId item);
  std::string piece(ItemId item, std::int64_t number);  ///< Counted from 0. Empty: that is the end.
  std::optional<Origin> origin(ItemId item);

  /// An account deletes items for itself; others have been removed at their source and are shown to nobody any more.
  /// All or nothing.
  void remove(std::string_view account, std::span<const ItemId> deleted, std::span<const ItemId> dropped);

 private:
  std::optional<KnownItem> find_one(SourceId source, std::string_view key);
  void list_one(MailboxId mailbox, std::string_view account, std::vector<ListedItem>& items);

  std::mutex mutex_;
  db::Connection connection_;
  std::chrono::sys_seconds newest_{};            // the order of ids is that of first_seen, whatever the clock does
  std::map<MailboxId, std::uint64_t> versions_;  // of mailboxes that have changed since the ledger was opened
};

/// Changes to one source of one mailbox: all of them or none. Holds the ledger while it lives.
class Ledger::Change {
 public:
  Change(Ledger& ledger, MailboxId mailbox, SourceId source);

  /// Enters an item that is first seen now, unless its key is known by now, and gives it a UIDL that no other has.
  /// Returns the id that stands in the ledger.
  ItemId insert(const NewItem& item, std::chrono::sys_seconds now);

  void set_file(ItemId item, const FileState& file);
  void set_octets(ItemId item, std::uint64_t octets);
  void bring_back(ItemId item);  ///< It had gone.

  /// All items of the source but these, and those of accounts about which nothing is known, have gone.
  void drop_others(std::vector<ItemId> present, std::span<const std::string> unknown);

  void set_fetched(std::string_view cursor);  ///< A fetch has been taken in whole.

  void commit();

 private:
  std::string free_uid(const std::string& identity) const;

  std::unique_lock<std::mutex> lock_;
  Ledger& ledger_;
  MailboxId mailbox_;
  SourceId source_;
  db::Transaction transaction_;
  bool visible_ = false;  // whether listings change
};

}  // namespace n3::spool
