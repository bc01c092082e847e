#pragma once

#include <chrono>
#include <cstdint>
#include <span>
#include <string_view>

#include "spool/ledger.hpp"

namespace n3::spool {

/// As Ledger::gathered, in the order in which they were first seen.
Gathered read_gathered(db::Connection& connection, SourceId source, std::string_view account,
                       std::chrono::sys_seconds end, std::chrono::sys_seconds now);

void add_gathered(db::Connection& connection, ItemId item, const mime::DigestEntry& entry, std::int64_t now);

/// Whether all of these wait still.
bool are_gathered(db::Connection& connection, std::span<const ItemId> items);

}  // namespace n3::spool
