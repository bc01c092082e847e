#include "spool/read_ahead.hpp"

#include <algorithm>
#include <utility>

namespace n3::spool {
namespace {

constexpr std::size_t most = 16;

// The index after this one of which the account has not deleted the message.
std::size_t next_shown(const Snapshot& snapshot, std::size_t index) {
  ++index;
  const auto range = std::ranges::upper_bound(snapshot.hidden, index, {}, &IndexRange::end);
  return range != snapshot.hidden.end() && range->begin <= index ? range->end : index;
}

}  // namespace

Content ReadAhead::read(Ledger& ledger, const Snapshot& snapshot, std::size_t index, const May& may) {
  length_ = index == expected_ ? std::min(2 * length_, most) : 1;
  expected_ = next_shown(snapshot, index);
  ahead_.clear();
  const auto indexes = to_read(snapshot, index);
  std::vector<ItemId> items;
  for (const std::size_t each : indexes) items.push_back(static_cast<ItemId>((*snapshot.listing)[each].id));
  auto contents = ledger.contents(items, piece_octets);
  for (std::size_t i = 1; i < contents.size(); ++i) {
    const std::size_t octets = contents[i].bytes.size();
    const bool is_whole = octets > 0 && octets < piece_octets;
    if (is_whole && may(contents[i])) ahead_.emplace(indexes[i], std::move(contents[i]));
  }
  return std::move(contents.front());
}

std::vector<std::size_t> ReadAhead::to_read(const Snapshot& snapshot, std::size_t index) const {
  std::vector<std::size_t> indexes;
  for (; indexes.size() < length_ && index < snapshot.listing->size(); index = next_shown(snapshot, index))
    indexes.push_back(index);
  return indexes;
}

std::optional<Content> ReadAhead::take(const Snapshot& snapshot, std::size_t index) {
  auto found = ahead_.extract(index);
  if (!found) return std::nullopt;
  expected_ = next_shown(snapshot, index);
  return std::move(found.mapped());
}

void ReadAhead::begin_anew() { expected_.reset(); }

}  // namespace n3::spool
