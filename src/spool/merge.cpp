#include "spool/merge.hpp"

#include <algorithm>
#include <limits>
#include <ranges>
#include <utility>

namespace n3::spool {
namespace {

// Shorter stretches are copied together.
constexpr std::size_t long_stretch = 1024;

// A listing, as far as it has not been merged yet.
struct Rest {
  const Listing* listing;
  std::size_t at = 0;

  std::uint64_t id() const {
    return at < listing->size() ? (*listing)[at].id : std::numeric_limits<std::uint64_t>::max();
  }
};

}  // namespace

std::size_t lower_bound(const Listing& listing, std::uint64_t id) {
  const auto indexes = std::views::iota(std::size_t{0}, listing.size());
  const auto found = std::ranges::lower_bound(indexes, id, {}, [&](std::size_t i) { return listing[i].id; });
  return static_cast<std::size_t>(found - indexes.begin());
}

Listing merge_by_id(std::span<const Listing> listings) {
  std::vector<Rest> rests;
  for (const Listing& listing : listings)
    if (listing.size() > 0) rests.push_back({&listing});

  Listing merged;
  std::vector<Entry> gathered;
  while (!rests.empty()) {
    std::ranges::sort(rests, {}, &Rest::id);
    Rest& first = rests.front();
    const std::size_t end = rests.size() > 1 ? lower_bound(*first.listing, rests[1].id()) : first.listing->size();
    if (end - first.at >= long_stretch) {
      merged += Listing(std::exchange(gathered, {}));
      merged += first.listing->slice(first.at, end);
    } else {
      for (std::size_t i = first.at; i < end; ++i) gathered.push_back((*first.listing)[i]);
    }
    first.at = end;
    if (end == first.listing->size()) rests.erase(rests.begin());
  }
  return merged += Listing(std::move(gathered));
}

Listing with_aliases(const Listing& listing, std::span<const Alias> aliases) {
  if (aliases.empty()) return listing;
  std::vector<Entry> entries(listing.begin(), listing.end());
  for (const Alias& alias : aliases) {
    const auto id = static_cast<std::uint64_t>(alias.item);
    const auto entry = std::ranges::lower_bound(entries, id, {}, &Entry::id);
    if (entry != entries.end() && entry->id == id) entry->uid = alias.uid;
  }
  return Listing(std::move(entries));
}

// Where as many entries lie between its ends in the whole as in the part, they are the same ones.
void find_in_merged(const Listing& whole, const Listing& part, std::size_t begin, std::size_t end,
                    std::vector<IndexRange>& found) {
  if (begin == end) return;
  const std::size_t first = lower_bound(whole, part[begin].id);
  const std::size_t last = lower_bound(whole, part[end - 1].id);
  if (last - first == end - 1 - begin) {
    found.push_back({static_cast<std::uint32_t>(first), static_cast<std::uint32_t>(last + 1)});
  } else {
    const std::size_t middle = begin + (end - begin) / 2;
    find_in_merged(whole, part, begin, middle, found);
    find_in_merged(whole, part, middle, end, found);
  }
}

}  // namespace n3::spool
