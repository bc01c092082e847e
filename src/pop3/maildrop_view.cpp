#include "pop3/maildrop_view.hpp"

#include <algorithm>
#include <utility>

namespace n3::pop3 {

bool is_sound(const Snapshot& snapshot) {
  if (!snapshot.listing) return false;
  std::uint32_t before = 0;
  for (const IndexRange& range : snapshot.hidden) {
    if (range.begin < before || range.begin >= range.end || range.end > snapshot.listing->size()) return false;
    before = range.end;
  }
  return true;
}

MaildropView::MaildropView(Snapshot snapshot) : snapshot_(std::move(snapshot)) {
  hidden_before_.reserve(snapshot_.hidden.size());
  for (const IndexRange& range : snapshot_.hidden) {
    hidden_before_.push_back(hidden_);
    hidden_ += range.end - range.begin;
  }
  reset();
}

std::size_t MaildropView::size() const { return snapshot_.listing ? snapshot_.listing->size() - hidden_ : 0; }

// The number-th index that is not hidden. As many visible ones come before a hidden range as its first index says, less
// the hidden ones before it, and that never falls from range to range: those before the wanted index can be found by
// bisection.
std::size_t MaildropView::index(std::size_t number) const {
  std::size_t low = 0;
  std::size_t high = snapshot_.hidden.size();
  while (low < high) {
    const std::size_t middle = low + (high - low) / 2;
    if (snapshot_.hidden[middle].begin - hidden_before_[middle] < number) {
      low = middle + 1;
    } else {
      high = middle;
    }
  }
  return number - 1 + (low < hidden_before_.size() ? hidden_before_[low] : hidden_);
}

void MaildropView::mark_deleted(std::size_t number) {
  if (deleted_.empty()) deleted_.resize(size());
  if (deleted_[number - 1]) return;
  deleted_[number - 1] = true;
  ++marked_;
  octets_ -= entry(number).octets;
}

void MaildropView::reset() {
  const Listing& listing = *snapshot_.listing;
  deleted_.clear();
  marked_ = 0;
  octets_ = listing.octets();
  for (const IndexRange& range : snapshot_.hidden)
    octets_ -= listing.octets_before(range.end) - listing.octets_before(range.begin);
}

std::vector<std::size_t> MaildropView::deleted() const {
  std::vector<std::size_t> indexes;
  indexes.reserve(marked_);
  for (std::size_t number = 1; number <= deleted_.size(); ++number)
    if (deleted_[number - 1]) indexes.push_back(index(number));
  return indexes;
}

}  // namespace n3::pop3
