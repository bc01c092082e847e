#pragma once

#include <chrono>
#include <cstdint>
#include <functional>
#include <map>
#include <memory>
#include <optional>
#include <set>
#include <span>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include <n3/maildrop.hpp>

#include "db/database.hpp"
#include "maildrop/measure.hpp"
#include "mime/digest.hpp"

namespace n3::spool {

using MailboxId = std::int64_t;
using SourceId = std::int64_t;
using ItemId = std::int64_t;  ///< Counts upwards as items are first seen, so it is their order as well.

/// Where a mail file is, and by what one sees that it is still the same.
struct FileState {
  std::string path;
  std::string stamp;
};

/// What has become of an item; see schema.hpp.
enum class State { shown, away, retired, buried };

/// What the ledger knows of an item whose key comes again.
struct KnownItem {
  ItemId id = 0;
  std::int64_t version = 0;  ///< The newest.
  std::string revision{};
  State state = State::shown;
  std::uint64_t octets = 0;
  std::string digest{};  ///< Empty: its octets are those that its source has said, and nobody has read it.
  FileState file{};      ///< Empty where the bytes are here.
};

/// An item that is to be entered.
struct NewItem {
  std::string key;
  std::int64_t version = 0;
  std::string revision{};
  std::string account;   ///< Empty: for everybody.
  std::string identity;  ///< As item_identity gives it. Its UIDL is the beginning of this,
  std::string uid{};     ///< unless it has brought this one, which is_free().
  State state = State::shown;
  Measure measure{};
  std::string bytes{};                          ///< Of a composed message, or of mail that is kept here.
  std::string original{};                       ///< What it says, where a later version is to be compared with it.
  FileState file{};                             ///< Of a mail file, in place of bytes.
  std::optional<mime::DigestEntry> gathered{};  ///< What it says, where it waits for another message.
  std::vector<std::string> names{};             ///< As Item::same_as has them.

  NewItem unseen() const;  ///< The same, to be known from now on and never shown.
};

/// Items that wait for the message they will be in, and what they say.
struct Gathered {
  std::vector<ItemId> items{};
  std::vector<mime::DigestEntry> entries{};
};

/// The items of a mailbox that everybody sees, or that one account alone does.
struct Part {
  MailboxId mailbox;
  std::string account;  ///< Empty: everybody.

  auto operator<=>(const Part&) const = default;
};

/// By what UIDL an item is listed, in place of its own.
struct Alias {
  ItemId item;
  std::string uid;

  bool operator==(const Alias&) const = default;
};

/// Counts what has changed in a part.
struct Edition {
  std::int64_t number = 0;  ///< Of all changes that people see.
  std::int64_t shape = 0;   ///< Of those that did more than to add items at the end.

  bool operator==(const Edition&) const = default;
};

/// The items from `first` to `last`, as far as they are of one mailbox and the account sees them.
struct ItemRange {
  ItemId first;
  ItemId last;

  bool operator==(const ItemRange&) const = default;
};

/// The bytes of composed messages are read in pieces of this size; the last one is shorter.
inline constexpr std::size_t piece_octets = std::size_t{64} * 1024;

/// What there is to serve of an item: bytes, or a file.
struct Content {
  MailboxId mailbox = 0;
  std::string bytes{};  ///< The first piece.
  FileState file{};
  std::uint64_t octets = 0;
  std::string digest{};       ///< As KnownItem has it.
  bool is_retrieved = false;  ///< By anybody.
};

/// What a login has to know of the ledger, all from one moment.
struct Standing {
  std::vector<std::pair<Part, Edition>> parts{};                          ///< Those that have ever had an item.
  std::vector<std::pair<MailboxId, std::vector<ItemRange>>> deletions{};  ///< The account's own; ranges ascending.
};

/// Where an item came from.
struct Origin {
  SourceId source;
  std::string key;
};

/// How a source does. Times are 0 for never.
struct Health {
  std::chrono::sys_seconds asked{};          ///< When a fetch began that has not ended.
  std::chrono::sys_seconds succeeded{};      ///< When one last did well.
  std::chrono::sys_seconds due{};            ///< When the next one is; never: when somebody logs in.
  std::chrono::sys_seconds failing_since{};  ///< Since when all have failed.
  std::uint32_t failures = 0;                ///< In a row.
  std::string cause{};                       ///< Of the last one.
};

/// The book of identities and deletions. All SQL of the spool is here, and nothing that decides. Thread-safe, and other
/// processes may have the same file open. What it writes is durable when a function returns. Throws db::Error.
class Ledger {
 public:
  class Change;

  explicit Ledger(std::unique_ptr<db::Database> file) : database_(std::move(file)) {}

  /// The mailbox or source of that name, entered where it is new.
  MailboxId mailbox(std::string_view name);
  SourceId source(MailboxId mailbox, std::string_view name);

  /// The name by which a mailbox was entered: the identities of its items are made of it.
  std::string first_name(MailboxId mailbox);

  std::string cursor(SourceId source);
  bool fetched(SourceId source);  ///< Whether a fetch has been taken in, in this run or one before.
  Health health(SourceId source);
  void set_health(SourceId source, const Health& health);  ///< Outlives the process, and perhaps not the power.

  std::vector<std::optional<KnownItem>> find(SourceId source, std::span<const std::string_view> keys);

  /// How a part stands; nothing where it never had an item.
  std::optional<Edition> edition(const Part& part);

  Standing standing(std::span<const MailboxId> mailboxes, std::string_view account);

  /// The entries of a part after the item `after`, as a listing shows them: their ids are those of the items. Of a
  /// source of which the first fetch has not been taken in whole nobody sees anything.
  struct Listed {
    Edition edition;
    std::vector<Entry> entries;
  };
  Listed listed(const Part& part, ItemId after = 0);

  /// Where these parts are listed together: the items whose own UIDL an older one of another mailbox has, be it listed
  /// or not any more. Ascending.
  std::vector<Alias> aliases(std::span<const Part> parts);

  std::vector<ItemRange> deletions(MailboxId mailbox, std::string_view account);  ///< Ascending.
  std::optional<Content> content(ItemId item);

  /// The first of these, as many as hold that many octets and one at least.
  std::vector<Content> contents(std::span<const ItemId> items, std::size_t octets);
  std::string piece(ItemId item, std::int64_t number);  ///< Counted from 0. Empty: that is the end.
  std::optional<Origin> origin(ItemId item);
  std::string original(ItemId item);

  /// Whether an item with this key has ever been entered with this revision.
  bool has_revision(SourceId source, std::string_view key, std::string_view revision);

  /// Whether an item of another source of the mailbox has one of these names, and is for everybody or this account.
  bool is_elsewhere(MailboxId mailbox, SourceId source, std::string_view account, std::span<const std::string> names);

  /// What waits in a source, for this account, and was first seen before `end`; and what was seen after `now`, by a
  /// clock that has gone back since: that time may be far.
  Gathered gathered(SourceId source, std::string_view account, std::chrono::sys_seconds end,
                    std::chrono::sys_seconds now);

  /// An item has been retrieved by somebody.
  void set_retrieved(ItemId item, std::chrono::sys_seconds now);

  /// When accounts have logged in last and retrieved something first, items that somebody has retrieved, and digests
  /// of those that nobody had read before.
  struct Notes {
    std::map<std::string, std::chrono::sys_seconds> logins;
    std::map<std::string, std::chrono::sys_seconds> retrievals;
    std::set<ItemId> items;
    std::map<ItemId, std::string> digests;
  };
  void enter(const Notes& notes, std::chrono::sys_seconds now);  ///< As durable as set_health().

  /// The source of an item has no cursor at the next fetch.
  void forget_cursor(ItemId item);

  /// The octets of a mail file were not what its source has said, and it has this digest. It is looked at anew at the
  /// next fetch, which has no cursor.
  void doubt(ItemId item, std::string_view digest);

  /// An account deletes items for itself; others have been removed at their source and are shown to nobody any more.
  /// All or nothing. Both ascending.
  void remove(std::string_view account, std::span<const ItemId> deleted, std::span<const ItemId> removed);

  /// The oldest items of each part of a mailbox that shows more than `most`, all but the newest `keep`.
  std::vector<ItemId> beyond(MailboxId mailbox, std::size_t keep, std::size_t most);
  std::vector<ItemId> seen_before(MailboxId mailbox, std::chrono::sys_seconds time);
  std::vector<ItemId> retired_before(std::chrono::sys_seconds time);

  void retire(std::span<const ItemId> items, std::chrono::sys_seconds now);
  void bury(std::span<const ItemId> items);  ///< Of retired ones.

  /// Changes to one source of one mailbox: all of them or none. What `make` throws undoes it. It may be called more
  /// than once.
  void change(MailboxId mailbox, SourceId source, std::chrono::sys_seconds now,
              const std::function<void(Change&)>& make);

 private:
  std::unique_ptr<db::Database> database_;
};

/// What can be changed of a source and its items.
class Ledger::Change {
 public:
  Change(db::Connection& connection, MailboxId mailbox, SourceId source, std::chrono::sys_seconds now);

  /// Enters an item that is first seen now, unless that version of its key is known by now, and gives it a UIDL that
  /// no other has. It is unseen() where it is elsewhere by now. Returns the id that stands in the ledger.
  ItemId insert(const NewItem& item);

  /// Enters an item that is made of these, which wait no more. Nothing is changed where its key is known by now, or one
  /// of them waits no more already.
  void insert_gathering(const NewItem& item, std::span<const ItemId> gathered);

  /// Whether an item of this mailbox may have it.
  bool is_free(std::string_view uid) const;

  void set_file(ItemId item, const FileState& file);
  void set_revision(ItemId item, std::string_view revision);
  void set_state(ItemId item, State state);
  bool is_retrieved(ItemId item) const;   ///< By anybody.
  void bring_back(std::string_view key);  ///< All versions of it that are away.

  /// All items of the source but those with these keys, and those of accounts about which nothing is known, are away.
  void set_others_away(std::vector<std::string_view> present, std::span<const std::string> unknown);

  void set_fetched(std::string_view cursor);  ///< A fetch has been taken in whole.

 private:
  ItemId enter(const NewItem& item);
  bool is_anywhere(std::string_view uid) const;
  std::string made_uid(const std::string& identity) const;

  db::Connection& connection_;
  const MailboxId mailbox_;
  const SourceId source_;
  const std::int64_t now_;
};

}  // namespace n3::spool
