#pragma once

#include <list>
#include <map>
#include <memory>
#include <mutex>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include <n3/maildrop.hpp>

#include "spool/ledger.hpp"

namespace n3::spool {

/// What an account sees of some mailboxes. What it has deleted is still there.
struct View {
  std::shared_ptr<const Listing> listing{};                              ///< In the order of their ids.
  std::vector<std::pair<Part, std::shared_ptr<const Listing>>> parts{};  ///< Of which the listing is made.
};

/// The listings that there are. Sessions that see the same share one, and it is made anew only as far as something in
/// it has changed: one more message at its end costs little. Thread-safe.
class Catalogue {
 public:
  explicit Catalogue(Ledger& ledger) : ledger_(ledger) {}

  /// These parts together, which are in ascending order, as they stand or later.
  View view(const std::vector<std::pair<Part, Edition>>& standing);

 private:
  // A listing of one part or of several, and what they were when it was made.
  struct Shelf {
    std::mutex mutex;
    std::vector<Edition> editions;
    std::weak_ptr<const Listing> listing;
  };
  using ListingOf = std::pair<std::shared_ptr<const Listing>, Edition>;

  Shelf& shelf(const std::vector<Part>& parts);
  ListingOf list(const Part& part, const Edition& wanted);
  ListingOf renew(const Part& part, const ListingOf& last);
  std::shared_ptr<const Listing> merge(const std::vector<Part>& parts, const std::vector<ListingOf>& listings);
  void keep(std::shared_ptr<const Listing> listing);

  Ledger& ledger_;
  std::mutex mutex_;
  std::map<std::vector<Part>, Shelf> shelves_;
  std::list<std::shared_ptr<const Listing>> recent_;  // kept while no session has them, the last used first
};

}  // namespace n3::spool
