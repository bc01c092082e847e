#include "spool/catalogue.hpp"

#include <algorithm>

#include "spool/merge.hpp"

namespace n3::spool {
namespace {

constexpr std::size_t most_recent = 32;

}  // namespace

View Catalogue::view(const std::vector<std::pair<Part, Edition>>& standing) {
  View view;
  std::vector<Part> all;
  std::vector<ListingOf> listings;
  for (const auto& [part, edition] : standing) {
    all.push_back(part);
    listings.push_back(list(part, edition));
    view.parts.emplace_back(part, listings.back().first);
  }
  view.listing = all.size() == 1 ? listings.front().first : merge(all, listings);
  return view;
}

Catalogue::Shelf& Catalogue::shelf(const std::vector<Part>& parts) {
  const std::lock_guard lock(mutex_);
  return shelves_[parts];
}

// Those who want the same wait until one has made it, and may get a later one than they have asked for.
Catalogue::ListingOf Catalogue::list(const Part& part, const Edition& wanted) {
  Shelf& place = shelf({part});
  const std::lock_guard lock(place.mutex);
  ListingOf current{place.listing.lock(), {}};
  if (current.first) current.second = place.editions.front();
  if (!current.first || current.second.number < wanted.number) {
    current = renew(part, current);
    place.listing = current.first;
    place.editions = {current.second};
  }
  keep(current.first);
  return current;
}

// Where it has only grown, what is new is read and nothing else.
Catalogue::ListingOf Catalogue::renew(const Part& part, const ListingOf& last) {
  if (const auto& [listing, edition] = last; listing && listing->size() > 0) {
    auto news = ledger_.listed(part, static_cast<ItemId>((*listing)[listing->size() - 1].id));
    if (news.edition.shape == edition.shape)
      return {std::make_shared<const Listing>(*listing + Listing(std::move(news.entries))), news.edition};
  }
  auto all = ledger_.listed(part);
  return {std::make_shared<const Listing>(std::move(all.entries)), all.edition};
}

std::shared_ptr<const Listing> Catalogue::merge(const std::vector<Part>& parts,
                                                const std::vector<ListingOf>& listings) {
  std::vector<Edition> editions;
  for (const auto& [listing, edition] : listings) editions.push_back(edition);
  Shelf& place = shelf(parts);
  const std::lock_guard lock(place.mutex);
  auto merged = place.listing.lock();
  if (!merged || place.editions != editions) {
    const auto aliases = ledger_.aliases(parts);
    std::vector<Listing> sorted;
    for (const auto& [listing, edition] : listings) sorted.push_back(with_aliases(*listing, aliases));
    merged = std::make_shared<const Listing>(merge_by_id(sorted));
    place.editions = std::move(editions);
    place.listing = merged;
  }
  keep(merged);
  return merged;
}

void Catalogue::keep(std::shared_ptr<const Listing> listing) {
  const std::lock_guard lock(mutex_);
  recent_.remove(listing);
  recent_.push_front(std::move(listing));
  if (recent_.size() > most_recent) recent_.pop_back();
}

}  // namespace n3::spool
