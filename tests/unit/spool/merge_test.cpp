#include "spool/merge.hpp"

#include <gtest/gtest.h>

#include <random>
#include <set>
#include <string>

namespace n3::spool {
namespace {

using Ids = std::vector<std::uint64_t>;

Listing listing_of(const Ids& ids) {
  std::vector<Entry> entries;
  for (const std::uint64_t id : ids) entries.push_back({.uid = std::to_string(id), .octets = id, .id = id});
  return Listing(std::move(entries));
}

Ids ids_of(const Listing& listing) {
  Ids ids;
  for (const Entry& entry : listing) ids.push_back(entry.id);
  return ids;
}

Listing merged(const std::vector<Listing>& listings) { return merge_by_id(listings); }

TEST(MergeById, puts_entries_in_the_order_of_their_ids) {
  EXPECT_EQ(ids_of(merged({listing_of({1, 4, 6}), listing_of({2, 3, 5})})), (Ids{1, 2, 3, 4, 5, 6}));
  EXPECT_EQ(ids_of(merged({listing_of({}), listing_of({2}), listing_of({1, 3})})), (Ids{1, 2, 3}));
  EXPECT_EQ(ids_of(merged({})), Ids{});
}

TEST(MergeById, shares_long_stretches) {
  Ids many;
  for (std::uint64_t id = 0; id < 5000; ++id) many.push_back(id * 2);
  const Listing large = listing_of(many);
  const Listing both = merged({large, listing_of({3999, 5001})});
  EXPECT_EQ(both.size(), 5002);
  EXPECT_EQ(&both[0], &large[0]);
  EXPECT_EQ(&both[both.size() - 1], &large[4999]);
}

std::size_t stretch(std::mt19937& random) { return random() % 4 == 0 ? random() % 700 : random() % 3; }

TEST(MergeById, agrees_with_sorting_and_finds_what_was_merged) {
  std::mt19937 random(7);
  for (int round = 0; round < 50; ++round) {
    std::vector<Ids> parts(1 + random() % 4);
    Ids all;
    for (std::uint64_t id = 1; id < 3000;) {
      Ids& part = parts[random() % parts.size()];
      for (auto left = stretch(random); left > 0; --left, ++id) {
        part.push_back(id);
        all.push_back(id);
      }
      id += random() % 2;
    }
    std::vector<Listing> listings;
    for (const Ids& part : parts) listings.push_back(listing_of(part));
    const Listing whole = merged(listings);
    ASSERT_EQ(ids_of(whole), all);

    const Listing& part = listings.front();
    const std::size_t begin = part.size() == 0 ? 0 : random() % part.size();
    const std::size_t end = begin + (part.size() == begin ? 0 : random() % (part.size() - begin));
    std::vector<IndexRange> found;
    find_in_merged(whole, part, begin, end, found);
    std::size_t at = begin;
    for (const IndexRange& range : found)
      for (std::size_t index = range.begin; index < range.end; ++index) ASSERT_EQ(whole[index].id, part[at++].id);
    ASSERT_EQ(at, end);
  }
}

TEST(FindInMerged, finds_few_ranges_where_few_entries_lie_between) {
  Ids many;
  for (std::uint64_t id = 0; id < 100'000; ++id) many.push_back(id * 2);
  const Listing large = listing_of(many);
  const Listing whole = merged({large, listing_of({1001})});
  std::vector<IndexRange> found;
  find_in_merged(whole, large, 0, large.size(), found);
  EXPECT_LE(found.size(), 20);
  EXPECT_EQ(found.front().begin, 0);
  EXPECT_EQ(found.back().end, 100'001);
}

}  // namespace
}  // namespace n3::spool
