#include "spool/upkeep.hpp"

#include <stdexcept>

#include "maildrop/measure.hpp"
#include "spool/ledger_rows.hpp"
#include "spool/schema.hpp"

namespace n3::spool {
namespace {

using std::chrono::seconds;
using std::chrono::sys_seconds;

std::optional<sys_seconds> time_of(std::int64_t count) {
  return count == 0 ? std::nullopt : std::optional(sys_seconds(seconds(count)));
}

constexpr const char* facts =
    "SELECT item.id, uid, octets, first_seen, account, state, retrieved, source.name, key, path "
    "FROM item JOIN source ON source.id = item.source ";

MessageFacts read_facts(const db::Query& query) {
  return {.id = query.integer(0),
          .uid = std::string(query.text(1)),
          .octets = static_cast<std::uint64_t>(query.integer(2)),
          .first_seen = sys_seconds(seconds(query.integer(3))),
          .account = std::string(query.text(4)),
          .state = static_cast<State>(query.integer(5)),
          .retrieved = time_of(query.integer(6)),
          .source = std::string(query.text(7)),
          .key = std::string(query.text(8)),
          .path = std::string(query.text(9))};
}

}  // namespace

MailboxId Upkeep::find(db::Connection& connection, std::string_view mailbox) {
  auto query = connection.query("SELECT id FROM mailbox WHERE name = ?", mailbox);
  if (!query.step()) throw std::runtime_error("there is no mailbox " + std::string(mailbox));
  return query.integer(0);
}

std::vector<MailboxFacts> Upkeep::mailboxes() {
  const auto reading = database_->read();
  std::vector<MailboxFacts> all;
  auto query = reading->query(
      "SELECT name, count(item.id), sum(octets), max(first_seen) FROM mailbox "
      "LEFT JOIN item ON item.mailbox = mailbox.id AND state = 0 GROUP BY mailbox.id ORDER BY name");
  while (query.step())
    all.push_back({std::string(query.text(0)), static_cast<std::size_t>(query.integer(1)),
                   static_cast<std::uint64_t>(query.integer(2)), time_of(query.integer(3))});
  return all;
}

std::vector<MessageFacts> Upkeep::messages(std::string_view mailbox, bool all) {
  const auto reading = database_->read();
  const std::string sql = std::string(facts) + "WHERE item.mailbox = ? AND (state = 0 OR ?) ORDER BY item.id";
  std::vector<MessageFacts> messages;
  auto query = reading->query(sql, find(*reading, mailbox), all);
  while (query.step()) messages.push_back(read_facts(query));
  return messages;
}

MessageFacts Upkeep::message(std::string_view mailbox, std::string_view uid) {
  const auto reading = database_->read();
  const std::string sql = std::string(facts) + "WHERE item.mailbox = ? AND uid = ?";
  auto query = reading->query(sql, find(*reading, mailbox), uid);
  if (!query.step())
    throw std::runtime_error("the mailbox " + std::string(mailbox) + " has no message with the UIDL " +
                             std::string(uid));
  return read_facts(query);
}

std::string Upkeep::read_bytes(db::Connection& connection, ItemId item) {
  std::string bytes;
  auto query = connection.query("SELECT bytes FROM body WHERE id >= ? AND id < ? ORDER BY id", item * most_pieces,
                                (item + 1) * most_pieces);
  while (query.step()) bytes += query.text(0);
  return bytes;
}

std::vector<SourceFacts> Upkeep::sources() {
  const auto reading = database_->read();
  std::vector<SourceFacts> sources;
  auto query = reading->query(
      "SELECT mailbox.name, source.name, source.id, "
      "(SELECT count(*) FROM item WHERE item.source = source.id AND state = 0) "
      "FROM source JOIN mailbox ON mailbox.id = source.mailbox WHERE source.name <> '' ORDER BY 1, 2");
  while (query.step())
    sources.push_back({.mailbox = std::string(query.text(0)),
                       .name = std::string(query.text(1)),
                       .messages = static_cast<std::size_t>(query.integer(3)),
                       .health = read_health(*reading, query.integer(2))});
  return sources;
}

std::string Upkeep::bytes(ItemId item) { return read_bytes(*database_->read(), item); }

void Upkeep::rename(std::string_view mailbox, std::string_view name) {
  database_->write([&](db::Connection& connection) {
    const MailboxId id = find(connection, mailbox);
    if (connection.query("SELECT 1 FROM mailbox WHERE name = ?", name).step())
      throw std::runtime_error("there is a mailbox " + std::string(name) + " already");
    connection.run("UPDATE mailbox SET name = ? WHERE id = ?", name, id);
  });
}

// Its key becomes one that no source has.
void Upkeep::forget(std::string_view mailbox, std::string_view uid) {
  const ItemId item = message(mailbox, uid).id;
  database_->write([&](db::Connection& connection) {
    connection.run("UPDATE item SET key = zeroblob(1) || id, state = 2 WHERE id = ?", item);
    connection.run("UPDATE source SET due = 0 WHERE id = (SELECT source FROM item WHERE id = ?)", item);
    connection.run("UPDATE source SET cursor = x'' WHERE id = (SELECT source FROM item WHERE id = ? AND path <> x'')",
                   item);  // a folder that has not changed is listed all the same
    connection.run("DELETE FROM gathered WHERE item = ?", item);
    connection.run("DELETE FROM name WHERE item = ?", item);
  });
}

void Upkeep::forget_all(std::string_view mailbox) {
  database_->write([&](db::Connection& connection) {
    const MailboxId id = find(connection, mailbox);
    connection.run("UPDATE item SET key = zeroblob(1) || id, state = max(state, 2) WHERE mailbox = ?", id);
    connection.run("DELETE FROM gathered WHERE item IN (SELECT id FROM item WHERE mailbox = ?)", id);
    connection.run("DELETE FROM name WHERE mailbox = ?", id);
    connection.run("UPDATE source SET cursor = x'', fetched = name = '', due = 0 WHERE mailbox = ?", id);
    connection.run("DELETE FROM deletion WHERE mailbox = ?", id);
  });
}

std::vector<std::string> Upkeep::verify(const Progress& progress) {
  const auto reading = database_->read();
  std::vector<std::string> problems;
  for (auto check = reading->query("PRAGMA integrity_check"); check.step();)
    if (check.text(0) != "ok") problems.emplace_back(check.text(0));

  auto count = reading->query("SELECT count(*) FROM item WHERE state < 3 AND path = x'' AND digest <> ''");
  const auto all = count.step() ? static_cast<std::size_t>(count.integer(0)) : 0;
  std::size_t done = 0;
  auto query = reading->query(
      "SELECT item.id, uid, name, octets, digest FROM item JOIN mailbox ON mailbox.id = mailbox "
      "WHERE state < 3 AND path = x'' AND digest <> ''");
  while (query.step()) {
    const std::string mail = read_bytes(*reading, query.integer(0));
    const Measure measured = *measure(Body::view(mail, nullptr)).value();
    if (std::cmp_not_equal(measured.octets, query.integer(3)) || measured.digest != query.text(4))
      problems.push_back("mailbox " + std::string(query.text(2)) + ", message " + std::string(query.text(1)) +
                         ": its bytes are not those that were entered");
    if (progress) progress(++done, all);
  }
  return problems;
}

}  // namespace n3::spool
