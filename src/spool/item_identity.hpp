#pragma once

#include <cstdint>
#include <string>
#include <string_view>

namespace n3::spool {

/// What makes an item this one and no other: a hash of where it comes from, its key and its version, in hexadecimal.
/// Its Message-ID is made of it, and its UIDL is the beginning of it; once that stands in the ledger nothing derives it
/// again.
std::string item_identity(std::string_view mailbox, std::string_view source, std::string_view key,
                          std::int64_t version = 0);

}  // namespace n3::spool
