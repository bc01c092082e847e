#pragma once

#include <span>
#include <string_view>
#include <vector>

#include "spool/ledger.hpp"

namespace n3::spool {

/// What an account has deleted of a mailbox. Ascending; they do not touch.
std::vector<ItemRange> read_deletions(db::Connection& connection, MailboxId mailbox, std::string_view account);

/// Enters that an account has deleted these items of a mailbox, ascending. Neighbours become one range, so that those
/// who delete all that they have read need one row, however much it was.
void add_deletions(db::Connection& connection, MailboxId mailbox, std::string_view account,
                   std::span<const ItemId> items);

}  // namespace n3::spool
