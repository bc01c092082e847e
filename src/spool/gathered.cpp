#include "spool/gathered.hpp"

#include <algorithm>
#include <string>

#include "spool/ledger_rows.hpp"

namespace n3::spool {

Gathered read_gathered(db::Connection& connection, SourceId source, std::string_view account,
                       std::chrono::sys_seconds end, std::chrono::sys_seconds now) {
  Gathered gathered;
  auto query = connection.query(
      "SELECT item.id, title, name, address, list_name, list_id, date, link, text, html "
      "FROM gathered CROSS JOIN item ON item.id = gathered.item "  // in this order: nothing to sort
      "WHERE source = ? AND account = ? AND (seen < ? OR seen > ?) ORDER BY gathered.item",
      source, account, to_seconds(end), to_seconds(now));
  while (query.step()) {
    const auto text = [&](int column) { return std::string(query.text(column)); };
    gathered.items.push_back(query.integer(0));
    gathered.entries.push_back({.title = text(1),
                                .from = {text(2), text(3)},
                                .list = {text(4), text(5)},
                                .date = std::chrono::sys_seconds(std::chrono::seconds(query.integer(6))),
                                .link = text(7),
                                .text = text(8),
                                .html = text(9)});
  }
  return gathered;
}

void add_gathered(db::Connection& connection, ItemId item, const mime::DigestEntry& entry, std::int64_t now) {
  connection.run(
      "INSERT INTO gathered (item, seen, title, name, address, list_name, list_id, date, link, text, html) "
      "VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
      item, now, entry.title, entry.from.name, entry.from.address, entry.list.name, entry.list.address,
      to_seconds(entry.date), entry.link, entry.text, entry.html);
}

bool are_gathered(db::Connection& connection, std::span<const ItemId> items) {
  return std::ranges::all_of(items, [&](ItemId item) {
    return find_number(connection, "SELECT 1 FROM gathered WHERE item = ?", item).has_value();
  });
}

}  // namespace n3::spool
