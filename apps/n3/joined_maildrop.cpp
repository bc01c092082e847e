#include "joined_maildrop.hpp"

#include <algorithm>

#include "base/settled.hpp"

namespace n3::program {

Answer<Snapshot> JoinedMaildrop::list() {
  auto first = settled(first_->list());
  if (first.error()) return first;
  auto second = settled(second_->list());
  if (second.error()) return second;

  const Listing& ours = *first.value()->listing;
  const Listing& theirs = *second.value()->listing;
  border_ = ours.size();
  std::vector<Entry> entries(ours.begin(), ours.end());
  entries.insert(entries.end(), theirs.begin(), theirs.end());

  Snapshot joined{std::make_shared<const Listing>(std::move(entries)), std::move(first.value()->hidden)};
  for (const std::uint32_t index : second.value()->hidden) {
    joined.hidden.push_back(index + static_cast<std::uint32_t>(border_));
  }
  return joined;
}

Answer<Body> JoinedMaildrop::open(std::size_t index) {
  return index < border_ ? first_->open(index) : second_->open(index - border_);
}

Answer<Done> JoinedMaildrop::remove(std::span<const std::size_t> indexes) {
  const auto middle = std::ranges::lower_bound(indexes, border_);
  const std::vector<std::size_t> ours(indexes.begin(), middle);
  std::vector<std::size_t> theirs(middle, indexes.end());
  for (std::size_t& index : theirs) index -= border_;
  if (!ours.empty()) {
    auto done = settled(first_->remove(ours));
    if (done.error() || theirs.empty()) return done;
  }
  return second_->remove(theirs);
}

std::vector<std::string> JoinedMaildrop::locks() const {
  std::vector<std::string> locks = first_->locks();
  const std::vector<std::string> theirs = second_->locks();
  locks.insert(locks.end(), theirs.begin(), theirs.end());
  return locks;
}

}  // namespace n3::program
