#include "pop3/maildrop_view.hpp"

#include <algorithm>
#include <functional>
#include <utility>

namespace n3::pop3 {

bool is_sound(const Snapshot& snapshot) {
  const auto& hidden = snapshot.hidden;
  return snapshot.listing && std::ranges::adjacent_find(hidden, std::ranges::greater_equal()) == hidden.end() &&
         (hidden.empty() || hidden.back() < snapshot.listing->size());
}

MaildropView::MaildropView(Snapshot snapshot) : snapshot_(std::move(snapshot)) { reset(); }

std::size_t MaildropView::size() const {
  return snapshot_.listing ? snapshot_.listing->size() - snapshot_.hidden.size() : 0;
}

// The number-th index that is not hidden. hidden[k] - k of the visible ones come before the k-th hidden one, and that
// never falls with k, so the hidden ones before the wanted index can be found by bisection.
std::size_t MaildropView::index(std::size_t number) const {
  const auto& hidden = snapshot_.hidden;
  std::size_t low = 0;
  std::size_t high = hidden.size();
  while (low < high) {
    const std::size_t middle = low + (high - low) / 2;
    if (hidden[middle] - middle < number) {
      low = middle + 1;
    } else {
      high = middle;
    }
  }
  return number - 1 + low;
}

void MaildropView::mark_deleted(std::size_t number) {
  if (deleted_.empty()) deleted_.resize(size());
  if (deleted_[number - 1]) return;
  deleted_[number - 1] = true;
  ++marked_;
  octets_ -= entry(number).octets;
}

void MaildropView::reset() {
  deleted_.clear();
  marked_ = 0;
  octets_ = snapshot_.listing->octets();
  for (const std::uint32_t hidden : snapshot_.hidden) octets_ -= (*snapshot_.listing)[hidden].octets;
}

std::vector<std::size_t> MaildropView::deleted() const {
  std::vector<std::size_t> indexes;
  indexes.reserve(marked_);
  for (std::size_t number = 1; number <= deleted_.size(); ++number)
    if (deleted_[number - 1]) indexes.push_back(index(number));
  return indexes;
}

}  // namespace n3::pop3
