#pragma once

#include <span>
#include <vector>

#include <n3/maildrop.hpp>

#include "spool/ledger.hpp"

namespace n3::spool {

/// One listing of several, whose entries are each in the order of their ids. Long stretches are shared with them.
Listing merge_by_id(std::span<const Listing> listings);

/// A listing with other UIDLs for some of its entries, which are in the order of their ids.
Listing with_aliases(const Listing& listing, std::span<const Alias> aliases);

/// Where `part`, of which `whole` was merged, stands in it: its entries from `begin` to before `end`.
void find_in_merged(const Listing& whole, const Listing& part, std::size_t begin, std::size_t end,
                    std::vector<IndexRange>& found);

/// The index of the first entry with this id or a higher one.
std::size_t lower_bound(const Listing& listing, std::uint64_t id);

}  // namespace n3::spool
