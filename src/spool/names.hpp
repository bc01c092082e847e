#pragma once

#include <optional>
#include <span>
#include <string>
#include <string_view>

#include "spool/ledger.hpp"

/// What items are called in the world, whichever source of a mailbox brings them.
namespace n3::spool {

/// The item of another source that has one of these names, and is for everybody or for this account.
std::optional<ItemId> find_elsewhere(db::Connection& connection, MailboxId mailbox, SourceId source,
                                     std::string_view account, std::span<const std::string> names);

/// Those of them that nobody has yet are names of `item`.
void add_names(db::Connection& connection, MailboxId mailbox, ItemId item, std::span<const std::string> names);

}  // namespace n3::spool
