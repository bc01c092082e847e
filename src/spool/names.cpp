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
                                  "WHERE name.mailbox = ? AND name = ? AND source <> ? AND account IN ('', ?)",
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

}  // namespace n3::spool
