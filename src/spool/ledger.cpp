#include "spool/ledger.hpp"

#include <algorithm>
#include <map>

#include "spool/deletions.hpp"
#include "spool/gathered.hpp"
#include "spool/ledger_rows.hpp"
#include "spool/names.hpp"
#include "spool/schema.hpp"

namespace n3::spool {
namespace {

std::chrono::sys_seconds to_time(std::int64_t seconds) {
  return std::chrono::sys_seconds(std::chrono::seconds(seconds));
}

std::optional<Edition> read_edition(db::Connection& connection, const Part& part) {
  auto query =
      connection.query("SELECT edition, shape FROM part WHERE mailbox = ? AND account = ?", part.mailbox, part.account);
  if (!query.step()) return std::nullopt;
  return Edition{query.integer(0), query.integer(1)};
}

std::optional<Content> read_content(db::Connection& connection, ItemId item) {
  auto query = connection.query(
      "SELECT mailbox, bytes, path, stamp, octets, digest, retrieved FROM item "
      "LEFT JOIN body ON body.id = item.id * ?2 WHERE item.id = ?1",
      item, most_pieces);
  if (!query.step()) return std::nullopt;
  return Content{.mailbox = query.integer(0),
                 .bytes = std::string(query.text(1)),
                 .file = {std::string(query.text(2)), std::string(query.text(3))},
                 .octets = static_cast<std::uint64_t>(query.integer(4)),
                 .digest = std::string(query.text(5)),
                 .is_retrieved = query.integer(6) != 0};
}

std::vector<ItemId> read_ids(db::Query query) {
  std::vector<ItemId> ids;
  while (query.step()) ids.push_back(query.integer(0));
  return ids;
}

std::optional<MailboxId> find_mailbox(db::Connection& connection, std::string_view name) {
  return find_number(connection, "SELECT id FROM mailbox WHERE name = ?", name);
}

std::optional<SourceId> find_source(db::Connection& connection, MailboxId mailbox, std::string_view name) {
  return find_number(connection, "SELECT id FROM source WHERE mailbox = ? AND name = ?", mailbox, name);
}

}  // namespace

std::optional<KnownItem> find_item(db::Connection& connection, SourceId source, std::string_view key) {
  auto query = connection.query(
      "SELECT id, version, revision, state, octets, digest, path, stamp FROM item WHERE source = ? AND key = ? "
      "ORDER BY version DESC LIMIT 1",
      source, db::Blob{key});
  if (!query.step()) return std::nullopt;
  return KnownItem{.id = query.integer(0),
                   .version = query.integer(1),
                   .revision = std::string(query.text(2)),
                   .state = static_cast<State>(query.integer(3)),
                   .octets = static_cast<std::uint64_t>(query.integer(4)),
                   .digest = std::string(query.text(5)),
                   .file = {std::string(query.text(6)), std::string(query.text(7))}};
}

Health read_health(db::Connection& connection, SourceId source) {
  auto query =
      connection.query("SELECT asked, succeeded, due, failing_since, failures, cause FROM source WHERE id = ?", source);
  if (!query.step()) return {};
  return {.asked = to_time(query.integer(0)),
          .succeeded = to_time(query.integer(1)),
          .due = to_time(query.integer(2)),
          .failing_since = to_time(query.integer(3)),
          .failures = static_cast<std::uint32_t>(query.integer(4)),
          .cause = std::string(query.text(5))};
}

// ---- Mailboxes and sources ----

MailboxId Ledger::mailbox(std::string_view name) {
  if (const auto known = find_mailbox(*database_->read(), name)) return *known;
  MailboxId id = 0;
  database_->write([&](db::Connection& connection) {
    const auto origin = find_number(connection, "SELECT 1 FROM mailbox WHERE origin = ?", name);
    const auto last = find_number(connection, "SELECT max(id) FROM mailbox");
    const std::string suffix = origin ? " " + std::to_string(last.value_or(0) + 1) : "";  // another one was called so
    connection.run("INSERT INTO mailbox (name, origin) VALUES (?1, ?1 || ?2) ON CONFLICT (name) DO NOTHING", name,
                   suffix);
    id = find_mailbox(connection, name).value();
  });
  return id;
}

SourceId Ledger::source(MailboxId mailbox, std::string_view name) {
  if (const auto known = find_source(*database_->read(), mailbox, name)) return *known;
  SourceId id = 0;
  database_->write([&](db::Connection& connection) {
    connection.run("INSERT INTO source (mailbox, name, fetched) VALUES (?1, ?2, ?2 = '') ON CONFLICT DO NOTHING",
                   mailbox, name);
    id = find_source(connection, mailbox, name).value();
  });
  return id;
}

std::string Ledger::first_name(MailboxId mailbox) {
  const auto reading = database_->read();
  auto query = reading->query("SELECT origin FROM mailbox WHERE id = ?", mailbox);
  return query.step() ? std::string(query.text(0)) : std::string();
}

std::string Ledger::cursor(SourceId source) {
  const auto reading = database_->read();
  auto query = reading->query("SELECT cursor FROM source WHERE id = ?", source);
  return query.step() ? std::string(query.text(0)) : std::string();
}

bool Ledger::fetched(SourceId source) {
  const auto reading = database_->read();
  return reading->query("SELECT 1 FROM source WHERE id = ? AND fetched", source).step();
}

Health Ledger::health(SourceId source) { return read_health(*database_->read(), source); }

void Ledger::set_health(SourceId source, const Health& health) {
  database_->write_unsynced([&](db::Connection& connection) {
    connection.run(
        "UPDATE source SET asked = ?, succeeded = ?, due = ?, failing_since = ?, failures = ?, cause = ? WHERE id = ?",
        to_seconds(health.asked), to_seconds(health.succeeded), to_seconds(health.due),
        to_seconds(health.failing_since), health.failures, health.cause, source);
  });
}

// ---- Items ----

std::vector<std::optional<KnownItem>> Ledger::find(SourceId source, std::span<const std::string_view> keys) {
  const auto reading = database_->read();
  std::vector<std::optional<KnownItem>> known;
  known.reserve(keys.size());
  for (const std::string_view key : keys) known.push_back(find_item(*reading, source, key));
  return known;
}

std::optional<Edition> Ledger::edition(const Part& part) { return read_edition(*database_->read(), part); }

Standing Ledger::standing(std::span<const MailboxId> mailboxes, std::string_view account) {
  const auto reading = database_->read();
  Standing standing;
  const auto add = [&](Part part) {
    if (const auto edition = read_edition(*reading, part)) standing.parts.emplace_back(std::move(part), *edition);
  };
  for (const MailboxId mailbox : mailboxes) {
    add({mailbox, ""});
    if (!account.empty()) add({mailbox, std::string(account)});
    if (auto ranges = read_deletions(*reading, mailbox, account); !ranges.empty())
      standing.deletions.emplace_back(mailbox, std::move(ranges));
  }
  return standing;
}

Ledger::Listed Ledger::listed(const Part& part, ItemId after) {
  const auto reading = database_->read();
  Listed listed{read_edition(*reading, part).value_or(Edition{}), {}};
  auto query = reading->query(
      "SELECT id, uid, octets, first_seen FROM item "
      "WHERE mailbox = ?1 AND account = ?2 AND state < 2 AND id > ?3 AND state = 0 "
      "AND source IN (SELECT id FROM source WHERE mailbox = ?1 AND fetched) ORDER BY id",
      part.mailbox, part.account, after);
  while (query.step())
    listed.entries.push_back({.uid = std::string(query.text(1)),
                              .octets = static_cast<std::uint64_t>(query.integer(2)),
                              .received = to_time(query.integer(3)),
                              .id = static_cast<std::uint64_t>(query.integer(0))});
  return listed;
}

// Nothing is ever taken out of the table: what an item is listed by does not change when the older one goes.
std::vector<Alias> Ledger::aliases(std::span<const Part> parts) {
  const auto reading = database_->read();
  std::map<ItemId, std::string> found;
  for (const Part& part : parts) {
    auto query = reading->query(
        "SELECT item.id, alias.uid, older.mailbox, older.account FROM alias JOIN item ON item.id = alias.item "
        "JOIN item AS older ON older.uid = item.uid AND older.id < item.id "
        "WHERE alias.mailbox = ? AND item.account = ?",
        part.mailbox, part.account);
    while (query.step())
      if (std::ranges::find(parts, Part{query.integer(2), std::string(query.text(3))}) != parts.end())
        found.emplace(query.integer(0), query.text(1));
  }
  std::vector<Alias> aliases;
  for (auto& [item, uid] : found) aliases.push_back({item, std::move(uid)});
  return aliases;
}

std::optional<Content> Ledger::content(ItemId item) { return read_content(*database_->read(), item); }

std::vector<Content> Ledger::contents(std::span<const ItemId> items, std::size_t octets) {
  const auto reading = database_->read();
  std::vector<Content> contents;
  std::size_t read = 0;
  for (const ItemId item : items) {
    if (!contents.empty() && read >= octets) break;
    contents.push_back(read_content(*reading, item).value_or(Content{}));
    read += contents.back().bytes.size();
  }
  return contents;
}

std::string Ledger::piece(ItemId item, std::int64_t number) {
  const auto reading = database_->read();
  auto query = reading->query("SELECT bytes FROM body WHERE id = ?", item * most_pieces + number);
  return query.step() ? std::string(query.text(0)) : std::string();
}

std::optional<Origin> Ledger::origin(ItemId item) {
  const auto reading = database_->read();
  auto query = reading->query("SELECT source, key FROM item WHERE id = ?", item);
  if (!query.step()) return std::nullopt;
  return Origin{query.integer(0), std::string(query.text(1))};
}

std::string Ledger::original(ItemId item) {
  const auto reading = database_->read();
  auto query = reading->query("SELECT text FROM original WHERE item = ?", item);
  return query.step() ? std::string(query.text(0)) : std::string();
}

bool Ledger::has_revision(SourceId source, std::string_view key, std::string_view revision) {
  return find_number(*database_->read(), "SELECT 1 FROM item WHERE source = ? AND key = ? AND made_of = ?", source,
                     db::Blob{key}, db::Blob{revision})
      .has_value();
}

bool Ledger::is_elsewhere(MailboxId mailbox, SourceId source, std::string_view account,
                          std::span<const std::string> names) {
  return !names.empty() && find_elsewhere(*database_->read(), mailbox, source, account, names).has_value();
}

Gathered Ledger::gathered(SourceId source, std::string_view account, std::chrono::sys_seconds end,
                          std::chrono::sys_seconds now) {
  return read_gathered(*database_->read(), source, account, end, now);
}

void Ledger::set_retrieved(ItemId item, std::chrono::sys_seconds now) {
  database_->write([&](db::Connection& connection) {
    connection.run("UPDATE item SET retrieved = ? WHERE id = ? AND retrieved = 0", to_seconds(now), item);
  });
}

void Ledger::enter(const Notes& notes, std::chrono::sys_seconds now) {
  if (notes.logins.empty() && notes.items.empty() && notes.digests.empty()) return;
  database_->write_unsynced([&](db::Connection& connection) {
    for (const auto& [account, time] : notes.logins)
      connection.run(
          "INSERT INTO account (name, last_login) VALUES (?, ?) "
          "ON CONFLICT DO UPDATE SET last_login = excluded.last_login",
          account, to_seconds(time));
    for (const auto& [account, time] : notes.retrievals)
      connection.run("UPDATE account SET first_retrieved = ? WHERE name = ? AND first_retrieved = 0", to_seconds(time),
                     account);
    for (const ItemId item : notes.items)
      connection.run("UPDATE item SET retrieved = ? WHERE id = ? AND retrieved = 0", to_seconds(now), item);
    for (const auto& [item, digest] : notes.digests)
      connection.run("UPDATE item SET digest = ? WHERE id = ? AND digest = ''", digest, item);
  });
}

void Ledger::forget_cursor(ItemId item) {
  database_->write_unsynced([&](db::Connection& connection) {
    connection.run("UPDATE source SET cursor = x'' WHERE id = (SELECT source FROM item WHERE id = ?)", item);
  });
}

void Ledger::doubt(ItemId item, std::string_view digest) {
  database_->write_unsynced([&](db::Connection& connection) {
    connection.run("UPDATE item SET digest = ?, stamp = '' WHERE id = ?", digest, item);
    connection.run("UPDATE source SET cursor = x'' WHERE id = (SELECT source FROM item WHERE id = ?)", item);
  });
}

// ---- Deletions ----

std::vector<ItemRange> Ledger::deletions(MailboxId mailbox, std::string_view account) {
  return read_deletions(*database_->read(), mailbox, account);
}

void Ledger::remove(std::string_view account, std::span<const ItemId> deleted, std::span<const ItemId> removed) {
  if (deleted.empty() && removed.empty()) return;
  database_->write([&](db::Connection& connection) {
    std::map<MailboxId, std::vector<ItemId>> of_mailboxes;
    for (const ItemId item : deleted)
      if (const auto mailbox = find_number(connection, "SELECT mailbox FROM item WHERE id = ?", item))
        of_mailboxes[*mailbox].push_back(item);
    for (const auto& [mailbox, items] : of_mailboxes) add_deletions(connection, mailbox, account, items);
    for (const ItemId item : removed) connection.run("UPDATE item SET state = 1 WHERE id = ? AND state = 0", item);
  });
}

// ---- What is kept ----

std::vector<ItemId> Ledger::beyond(MailboxId mailbox, std::size_t keep, std::size_t most) {
  const auto reading = database_->read();
  std::vector<ItemId> items;
  auto parts = reading->query("SELECT account, shown FROM part WHERE mailbox = ? AND shown > ?", mailbox, most);
  while (parts.step()) {
    auto query = reading->query(
        "SELECT id FROM item WHERE mailbox = ? AND account = ? AND state < 2 AND state = 0 ORDER BY id LIMIT ?",
        mailbox, parts.text(0), static_cast<std::size_t>(parts.integer(1)) - keep);
    while (query.step()) items.push_back(query.integer(0));
  }
  return items;
}

std::vector<ItemId> Ledger::seen_before(MailboxId mailbox, std::chrono::sys_seconds time) {
  const auto reading = database_->read();
  return read_ids(reading->query("SELECT id FROM item WHERE mailbox = ? AND state < 2 AND first_seen < ?", mailbox,
                                 to_seconds(time)));
}

std::vector<ItemId> Ledger::retired_before(std::chrono::sys_seconds time) {
  const auto reading = database_->read();
  return read_ids(reading->query("SELECT id FROM item WHERE state = 2 AND since < ?", to_seconds(time)));
}

void Ledger::retire(std::span<const ItemId> items, std::chrono::sys_seconds now) {
  database_->write([&](db::Connection& connection) {
    for (const ItemId item : items)
      connection.run("UPDATE item SET state = 2, since = ? WHERE id = ? AND state < 2", to_seconds(now), item);
  });
}

void Ledger::bury(std::span<const ItemId> items) {
  database_->write([&](db::Connection& connection) {
    for (const ItemId item : items) {
      connection.run("UPDATE item SET state = 3 WHERE id = ? AND state = 2", item);
      if (connection.changes() == 0) continue;
      connection.run("DELETE FROM body WHERE id >= ? AND id < ?", item * most_pieces, (item + 1) * most_pieces);
      connection.run("DELETE FROM original WHERE item = ?", item);
    }
  });
}

// ---- Changes to a source ----

void Ledger::change(MailboxId mailbox, SourceId source, std::chrono::sys_seconds now,
                    const std::function<void(Change&)>& make) {
  database_->write([&](db::Connection& connection) {
    Change change(connection, mailbox, source, now);
    make(change);
  });
}

}  // namespace n3::spool
