#pragma once

#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "spool/ledger.hpp"

/// What items are called in the world, whichever source of a mailbox brings them.
namespace n3::spool {

/// The item that has one of these names, of another source whose first fetch has been taken in whole, and is for
/// everybody or for this account. What nobody can see yet takes nothing from anybody.
std::optional<ItemId> find_elsewhere(db::Connection& connection, MailboxId mailbox, SourceId source,
                                     std::string_view account, std::span<const std::string> names);

void add_names(db::Connection& connection, MailboxId mailbox, ItemId item, std::span<const std::string> names);

/// The shown items of a source that is about to be seen for the first time, and of each what find_elsewhere() finds
/// now: others may have been faster.
std::vector<std::pair<ItemId, ItemId>> find_all_elsewhere(db::Connection& connection, SourceId source);

/// What an item is called, another one is called too.
void share_names(db::Connection& connection, ItemId item, ItemId other);

}  // namespace n3::spool
