#pragma once

#include <string>
#include <string_view>

namespace n3::spool {

/// The UIDL that an item is to have: a short hash of where it comes from and its key. `attempt` counts up from 0 where
/// another item has that UIDL already. Once it stands in the ledger nothing derives it again.
std::string derive_uid(std::string_view mailbox, std::string_view source, std::string_view key, unsigned attempt);

}  // namespace n3::spool
