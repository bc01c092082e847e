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
  connection_.run("INSERT INTO source (mailbox, name) VALUES (?, ?) ON CONFLICT DO NOTHING", mailbox, name);
  auto query = connection_.query("SELECT id FROM source WHERE mailbox = ? AND name = ?", mailbox, name);
  query.step();
  return query.integer(0);
}

std::string Ledger::cursor(SourceId source) {
  const std::lock_guard lock(mutex_);
  auto query = connection_.query("SELECT cursor FROM source WHERE id = ?", source);
  return query.step() ? std::string(query.text(0)) : std::string();
}

std::optional<KnownItem> Ledger::find_one(SourceId source, std::string_view key) {
  auto query = connection_.query("SELECT id, gone, path, stamp FROM item WHERE source = ? AND key = ?", source, key);
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

bool Ledger::has_uid(std::string_view uid) {
  const std::lock_guard lock(mutex_);
  return connection_.query("SELECT 1 FROM item WHERE uid = ?", uid).step();
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
      "SELECT id, uid, octets, first_seen FROM item WHERE mailbox = ? AND account = ? AND gone = 0 ORDER BY id",
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

std::vector<ItemId> Ledger::deletions(std::string_view account) {
  const std::lock_guard lock(mutex_);
  std::vector<ItemId> items;
  auto query = connection_.query("SELECT item FROM deletion WHERE account = ? ORDER BY item", account);
  while (query.step()) items.push_back(query.integer(0));
  return items;
}

std::optional<Content> Ledger::content(ItemId item) {
  const std::lock_guard lock(mutex_);
  auto query = connection_.query(
      "SELECT bytes, path, stamp, octets FROM item LEFT JOIN body ON body.item = item.id WHERE item.id = ?", item);
  if (!query.step()) return std::nullopt;
  return Content{std::string(query.text(0)),
                 {std::string(query.text(1)), std::string(query.text(2))},
                 static_cast<std::uint64_t>(query.integer(3))};
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
    connection_.run("INSERT INTO deletion (account, item) VALUES (?, ?) ON CONFLICT DO NOTHING", account, item);
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
      mailbox_, source_, item.key, item.account, item.uid, item.octets, to_seconds(ledger_.newest_), item.file.path,
      item.file.stamp);
  const ItemId id = connection.last_inserted();
  if (item.file.path.empty()) connection.run("INSERT INTO body (item, bytes) VALUES (?, ?)", id, db::Blob{item.bytes});
  visible_ = true;
  return id;
}

void Ledger::Change::set_file(ItemId item, const FileState& file) {
  ledger_.connection_.run("UPDATE item SET path = ?, stamp = ? WHERE id = ?", file.path, file.stamp, item);
}

void Ledger::Change::set_octets(ItemId item, std::uint64_t octets) {
  ledger_.connection_.run("UPDATE item SET octets = ? WHERE id = ? AND octets <> ?", octets, item, octets);
  visible_ = visible_ || ledger_.connection_.changes() > 0;
}

void Ledger::Change::bring_back(ItemId item) {
  ledger_.connection_.run("UPDATE item SET gone = 0 WHERE id = ?", item);
  visible_ = true;
}

void Ledger::Change::drop_others(std::vector<ItemId> present) {
  std::ranges::sort(present);
  std::vector<ItemId> gone;
  auto query = ledger_.connection_.query("SELECT id FROM item WHERE source = ? AND gone = 0", source_);
  while (query.step())
    if (!std::ranges::binary_search(present, query.integer(0))) gone.push_back(query.integer(0));
  for (const ItemId item : gone) ledger_.connection_.run("UPDATE item SET gone = 1 WHERE id = ?", item);
  visible_ = visible_ || !gone.empty();
}

void Ledger::Change::set_cursor(std::string_view cursor) {
  ledger_.connection_.run("UPDATE source SET cursor = ? WHERE id = ? AND cursor <> ?", cursor, source_, cursor);
}

void Ledger::Change::commit() {
  transaction_.commit();
  if (visible_) ++ledger_.versions_[mailbox_];
}

}  // namespace n3::spool
