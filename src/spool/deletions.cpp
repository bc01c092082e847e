#include "spool/deletions.hpp"

#include <algorithm>
#include <optional>

namespace n3::spool {
namespace {

// The ranges of one account in one mailbox.
class Ranges {
 public:
  Ranges(db::Connection& connection, MailboxId mailbox, std::string_view account)
      : connection_(connection), mailbox_(mailbox), account_(account) {}

  void add(ItemRange range) {
    if (const auto before = last_up_to(range.first); before && touch(*before, range)) {
      erase(*before);
      range = {before->first, std::max(before->last, range.last)};
    }
    for (auto after = first_from(range.first); after && touch(range, *after); after = first_from(range.first)) {
      erase(*after);
      range.last = std::max(range.last, after->last);
    }
    connection_.run("INSERT INTO deletion (account, mailbox, first, last) VALUES (?, ?, ?, ?)", account_, mailbox_,
                    range.first, range.last);
  }

  // Whether the account sees no item between them. What is away counts, since it may come back.
  bool touch(const ItemRange& before, const ItemRange& after) const {
    return !exists_between(before.last, after.first, "") && !exists_between(before.last, after.first, account_);
  }

 private:
  bool exists_between(ItemId before, ItemId after, std::string_view account) const {
    return connection_
        .query("SELECT 1 FROM item WHERE mailbox = ? AND account = ? AND state < 2 AND id > ? AND id < ? LIMIT 1",
               mailbox_, account, before, after)
        .step();
  }

  std::optional<ItemRange> last_up_to(ItemId item) const {
    auto query = connection_.query(
        "SELECT first, last FROM deletion WHERE account = ? AND mailbox = ? AND first <= ? ORDER BY first DESC LIMIT 1",
        account_, mailbox_, item);
    return query.step() ? std::optional(ItemRange{query.integer(0), query.integer(1)}) : std::nullopt;
  }

  std::optional<ItemRange> first_from(ItemId item) const {
    auto query = connection_.query(
        "SELECT first, last FROM deletion WHERE account = ? AND mailbox = ? AND first >= ? ORDER BY first LIMIT 1",
        account_, mailbox_, item);
    return query.step() ? std::optional(ItemRange{query.integer(0), query.integer(1)}) : std::nullopt;
  }

  void erase(const ItemRange& range) {
    connection_.run("DELETE FROM deletion WHERE account = ? AND mailbox = ? AND first = ?", account_, mailbox_,
                    range.first);
  }

  db::Connection& connection_;
  const MailboxId mailbox_;
  const std::string_view account_;
};

}  // namespace

std::vector<ItemRange> read_deletions(db::Connection& connection, MailboxId mailbox, std::string_view account) {
  std::vector<ItemRange> ranges;
  auto query = connection.query("SELECT first, last FROM deletion WHERE account = ? AND mailbox = ? ORDER BY first",
                                account, mailbox);
  while (query.step()) ranges.push_back({query.integer(0), query.integer(1)});
  return ranges;
}

void add_deletions(db::Connection& connection, MailboxId mailbox, std::string_view account,
                   std::span<const ItemId> items) {
  if (items.empty()) return;
  Ranges ranges(connection, mailbox, account);
  ItemRange run{items.front(), items.front()};
  for (const ItemId item : items.subspan(1)) {
    if (ranges.touch(run, {item, item})) {
      run.last = item;
    } else {
      ranges.add(run);
      run = {item, item};
    }
  }
  ranges.add(run);
}

}  // namespace n3::spool
