#include "spool/ledger.hpp"

#include <algorithm>

#include "spool/schema.hpp"

namespace n3::spool {
namespace {

std::int64_t to_seconds(std::chrono::sys_seconds time) { return time.time_since_epoch().count(); }

std::chrono::sys_seconds to_time(std::int64_t seconds) {
  return std::chrono::sys_seconds(std::chrono::seconds(seconds));
}

}  // namespace

Ledger::Ledger(const std::string& file) : connection_(file) {
  connection_.execute("PRAGMA foreign_keys = ON");
  connection_.execute(schema);
  auto query = connection_.query("SELECT max(first_seen) FROM item");
  if (query.step()) newest_ = to_time(query.integer(0));
}

MailboxId Ledger::mailbox(std::string_view name) {
  const std::lock_guard lock(mutex_);
  connection_.run("INSERT INTO mailbox (name) VALUES (?) ON CONFLICT DO NOTHING", name);
  auto query = connection_.query("SELECT id FROM mailbox WHERE name = ?", name);
  query.step();
  return query.integer(0);
}

SourceId Ledger::source(MailboxId mailbox, std::string_view name) {
  const std::lock_guard lock(mutex_);
  connection_.run("INSERT INTO source (mailbox, name, fetched) VALUES (?1, ?2, ?2 = '') ON CONFLICT DO NOTHING",
                  mailbox, name);
  auto query = connection_.query("SELECT id FROM source WHERE mailbox = ? AND name = ?", mailbox, name);
  query.step();
  return query.integer(0);
}

std::string Ledger::cursor(SourceId source) {
  const std::lock_guard lock(mutex_);
  auto query = connection_.query("SELECT cursor FROM source WHERE id = ?", source);
  return query.step() ? std::string(query.text(0)) : std::string();
}

bool Ledger::fetched(SourceId source) {
  const std::lock_guard lock(mutex_);
  return connection_.query("SELECT 1 FROM source WHERE id = ? AND fetched", source).step();
}

std::optional<KnownItem> Ledger::find_one(SourceId source, std::string_view key) {
  auto query =
      connection_.query("SELECT id, gone, path, stamp FROM item WHERE source = ? AND key = ?", source, db::Blob{key});
  if (!query.step()) return std::nullopt;
  return KnownItem{query.integer(0), query.integer(1) != 0, {std::string(query.text(2)), std::string(query.text(3))}};
}

std::vector<std::optional<KnownItem>> Ledger::find(SourceId source, std::span<const std::string_view> keys) {
  const std::lock_guard lock(mutex_);
  std::vector<std::optional<KnownItem>> known;
  known.reserve(keys.size());
  for (const std::string_view key : keys) known.push_back(find_one(source, key));
  return known;
}

std::uint64_t Ledger::version(std::span<const MailboxId> mailboxes) {
  const std::lock_guard lock(mutex_);
  std::uint64_t sum = 0;
  for (const MailboxId mailbox : mailboxes) sum += versions_[mailbox];
  return sum;
}

Ledger::Listed Ledger::listed(std::span<const MailboxId> mailboxes, std::string_view account) {
  const std::lock_guard lock(mutex_);
  Listed listed{};
  for (const MailboxId mailbox : mailboxes) {
    listed.version += versions_[mailbox];
    list_one(mailbox, "", listed.items);
    if (!account.empty()) list_one(mailbox, account, listed.items);
  }
  std::ranges::sort(listed.items, {}, &ListedItem::id);
  return listed;
}

void Ledger::list_one(MailboxId mailbox, std::string_view account, std::vector<ListedItem>& items) {
  auto query = connection_.query(
      "SELECT id, uid, octets, first_seen FROM item WHERE mailbox = ?1 AND account = ?2 AND gone = 0 "
      "AND source IN (SELECT id FROM source WHERE mailbox = ?1 AND fetched) ORDER BY id",
      mailbox, account);
  while (query.step())
    items.push_back({query.integer(0), std::string(query.text(1)), static_cast<std::uint64_t>(query.integer(2)),
                     to_time(query.integer(3))});
}

bool Ledger::has_private_items(std::span<const MailboxId> mailboxes, std::string_view account) {
  const std::lock_guard lock(mutex_);
  return !account.empty() && std::ranges::any_of(mailboxes, [&](MailboxId mailbox) {
    return connection_.query("SELECT 1 FROM item WHERE mailbox = ? AND account = ? AND gone = 0", mailbox, account)
        .step();
  });
}

std::vector<ItemId> Ledger::deletions(std::span<const MailboxId> mailboxes, std::string_view account) {
  const std::lock_guard lock(mutex_);
  std::vector<ItemId> items;
  for (const MailboxId mailbox : mailboxes) {
    auto query = connection_.query("SELECT item FROM deletion WHERE account = ? AND mailbox = ?", account, mailbox);
    while (query.step()) items.push_back(query.integer(0));
  }
  std::ranges::sort(items);
  return items;
}

std::optional<Content> Ledger::content(ItemId item) {
  const std::lock_guard lock(mutex_);
  auto query = connection_.query(
      "SELECT bytes, path, stamp, octets FROM item LEFT JOIN body ON body.item = item.id AND piece = 0 "
      "WHERE item.id = ?",
      item);
  if (!query.step()) return std::nullopt;
  return Content{std::string(query.text(0)),
                 {std::string(query.text(1)), std::string(query.text(2))},
                 static_cast<std::uint64_t>(query.integer(3))};
}

std::string Ledger::piece(ItemId item, std::int64_t number) {
  const std::lock_guard lock(mutex_);
  auto query = connection_.query("SELECT bytes FROM body WHERE item = ? AND piece = ?", item, number);
  return query.step() ? std::string(query.text(0)) : std::string();
}

std::optional<Origin> Ledger::origin(ItemId item) {
  const std::lock_guard lock(mutex_);
  auto query = connection_.query("SELECT source, key FROM item WHERE id = ?", item);
  if (!query.step()) return std::nullopt;
  return Origin{query.integer(0), std::string(query.text(1))};
}

void Ledger::remove(std::string_view account, std::span<const ItemId> deleted, std::span<const ItemId> dropped) {
  const std::lock_guard lock(mutex_);
  db::Transaction transaction(connection_);
  for (const ItemId item : deleted)
    connection_.run(
        "INSERT INTO deletion (account, mailbox, item) SELECT ?, mailbox, id FROM item WHERE id = ? "
        "ON CONFLICT DO NOTHING",
        account, item);
  std::vector<MailboxId> changed;
  for (const ItemId item : dropped) {
    auto query = connection_.query("UPDATE item SET gone = 1 WHERE id = ? RETURNING mailbox", item);
    while (query.step()) changed.push_back(query.integer(0));
  }
  transaction.commit();
  for (const MailboxId mailbox : changed) ++versions_[mailbox];
}

Ledger::Change::Change(Ledger& ledger, MailboxId mailbox, SourceId source)
    : lock_(ledger.mutex_), ledger_(ledger), mailbox_(mailbox), source_(source), transaction_(ledger.connection_) {}

ItemId Ledger::Change::insert(const NewItem& item, std::chrono::sys_seconds now) {
  if (const auto known = ledger_.find_one(source_, item.key)) return known->id;
  db::Connection& connection = ledger_.connection_;
  ledger_.newest_ = std::max(ledger_.newest_, now);
  connection.run(
      "INSERT INTO item (mailbox, source, key, account, uid, octets, first_seen, path, stamp) "
      "VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)",
      mailbox_, source_, db::Blob{item.key}, item.account, free_uid(item.identity), item.octets,
      to_seconds(ledger_.newest_), db::Blob{item.file.path}, item.file.stamp);
  const ItemId id = connection.last_inserted();
  const std::string_view bytes = item.bytes;
  for (std::size_t at = 0; at < bytes.size(); at += piece_octets)
    connection.run("INSERT INTO body (item, piece, bytes) VALUES (?, ?, ?)", id, at / piece_octets,
                   db::Blob{bytes.substr(at, piece_octets)});
  visible_ = true;
  return id;
}

// As short as it may be: a string of 15 octets needs no memory beside itself, which a listing of a million feels.
std::string Ledger::Change::free_uid(const std::string& identity) const {
  constexpr std::size_t shortest = 15;
  for (std::size_t length = shortest;; ++length) {
    std::string uid = identity.substr(0, length);
    const bool taken = ledger_.connection_.query("SELECT 1 FROM item WHERE uid = ?", uid).step();
    if (!taken || length >= identity.size()) return uid;
  }
}

void Ledger::Change::set_file(ItemId item, const FileState& file) {
  ledger_.connection_.run("UPDATE item SET path = ?, stamp = ? WHERE id = ?", db::Blob{file.path}, file.stamp, item);
}

void Ledger::Change::set_octets(ItemId item, std::uint64_t octets) {
  ledger_.connection_.run("UPDATE item SET octets = ? WHERE id = ? AND octets <> ?", octets, item, octets);
  visible_ = visible_ || ledger_.connection_.changes() > 0;
}

void Ledger::Change::bring_back(ItemId item) {
  ledger_.connection_.run("UPDATE item SET gone = 0 WHERE id = ?", item);
  visible_ = true;
}

void Ledger::Change::drop_others(std::vector<ItemId> present, std::span<const std::string> unknown) {
  std::ranges::sort(present);
  std::vector<ItemId> gone;
  auto query = ledger_.connection_.query("SELECT id, account FROM item WHERE source = ? AND gone = 0", source_);
  while (query.step()) {
    const bool is_known = std::ranges::find(unknown, query.text(1)) == unknown.end();
    if (is_known && !std::ranges::binary_search(present, query.integer(0))) gone.push_back(query.integer(0));
  }
  for (const ItemId item : gone) ledger_.connection_.run("UPDATE item SET gone = 1 WHERE id = ?", item);
  visible_ = visible_ || !gone.empty();
}

void Ledger::Change::set_fetched(std::string_view cursor) {
  ledger_.connection_.run("UPDATE source SET fetched = 1 WHERE id = ? AND NOT fetched", source_);
  visible_ = visible_ || ledger_.connection_.changes() > 0;
  ledger_.connection_.run("UPDATE source SET cursor = ?1 WHERE id = ?2 AND cursor <> ?1", db::Blob{cursor}, source_);
}

void Ledger::Change::commit() {
  transaction_.commit();
  if (visible_) ++ledger_.versions_[mailbox_];
}

}  // namespace n3::spool
