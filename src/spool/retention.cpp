#include "spool/retention.hpp"

#include <algorithm>
#include <functional>
#include <span>
#include <vector>

namespace n3::spool {
namespace {

constexpr std::chrono::days longest_session{1};

// So many at once that others need not wait long for the ledger.
constexpr std::size_t portion = 1000;

void in_portions(std::span<const ItemId> items, const std::function<void(std::span<const ItemId>)>& apply) {
  for (; !items.empty(); items = items.subspan(std::min(portion, items.size())))
    apply(items.first(std::min(portion, items.size())));
}

}  // namespace

// A tenth at a time: a mailbox to which one item comes and goes would change its shape with each.
void retire_beyond(Ledger& ledger, MailboxId mailbox, const MailboxRules& rules, std::chrono::sys_seconds now) {
  if (rules.keep == 0) return;
  const auto items = ledger.beyond(mailbox, rules.keep, rules.keep + rules.keep / 10);
  in_portions(items, [&](auto some) { ledger.retire(some, now); });
}

void retire_old(Ledger& ledger, MailboxId mailbox, const MailboxRules& rules, std::chrono::sys_seconds now) {
  if (rules.keep_for.count() == 0) return;
  const auto items = ledger.seen_before(mailbox, now - rules.keep_for);
  in_portions(items, [&](auto some) { ledger.retire(some, now); });
}

void bury(Ledger& ledger, std::chrono::sys_seconds now) {
  in_portions(ledger.retired_before(now - longest_session), [&](auto some) { ledger.bury(some); });
}

}  // namespace n3::spool
