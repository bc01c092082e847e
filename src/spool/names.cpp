#include "spool/names.hpp"

#include "base/digest.hpp"
#include "spool/ledger_rows.hpp"

namespace n3::spool {
namespace {

// So that a long one costs no more.
std::string digest_of(const std::string& name) {
  constexpr std::size_t octets = 32;
  return sha256_hex(name).substr(0, octets);
}

}  // namespace

std::optional<ItemId> find_elsewhere(db::Connection& connection, MailboxId mailbox, SourceId source,
                                     std::string_view account, std::span<const std::string> names) {
  for (const std::string& name : names) {
    const auto item = find_number(connection,
                                  "SELECT item.id FROM name JOIN item ON item.id = name.item "
                                  "JOIN source ON source.id = item.source AND fetched WHERE name.mailbox = ? "
                                  "AND name.name = ? AND item.source <> ? AND account IN ('', ?)",
                                  mailbox, digest_of(name), source, account);
    if (item) return item;
  }
  return std::nullopt;
}

void add_names(db::Connection& connection, MailboxId mailbox, ItemId item, std::span<const std::string> names) {
  for (const std::string& name : names)
    connection.run("INSERT INTO name (mailbox, name, item) VALUES (?, ?, ?) ON CONFLICT DO NOTHING", mailbox,
                   digest_of(name), item);
}

std::vector<std::pair<ItemId, ItemId>> find_all_elsewhere(db::Connection& connection, SourceId source) {
  auto query = connection.query(
      "SELECT mine.id, min(other.id) FROM item AS mine JOIN name AS called ON called.item = mine.id "
      "JOIN name AS same ON same.mailbox = called.mailbox AND same.name = called.name "
      "JOIN item AS other ON other.id = same.item AND other.source <> mine.source "
      "JOIN source ON source.id = other.source AND fetched "
      "WHERE mine.source = ? AND mine.state = 0 AND other.account IN ('', mine.account) GROUP BY mine.id",
      source);
  std::vector<std::pair<ItemId, ItemId>> found;
  while (query.step()) found.emplace_back(query.integer(0), query.integer(1));
  return found;
}

void share_names(db::Connection& connection, ItemId item, ItemId other) {
  connection.run(
      "INSERT INTO name (mailbox, name, item) SELECT mailbox, name, ? FROM name WHERE item = ? ON CONFLICT DO NOTHING",
      other, item);
}

}  // namespace n3::spool
