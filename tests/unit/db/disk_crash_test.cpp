#include <gtest/gtest.h>

#include <algorithm>
#include <optional>
#include <ranges>

#include "numbers.hpp"

namespace n3::db {
namespace {

using namespace std::string_literals;
using test::FaultyDisk;

constexpr std::uint64_t seeds = 200;

std::vector<int> first(int count) {
  const auto numbers = std::views::iota(0, count);
  return {numbers.begin(), numbers.end()};
}

// Adds some numbers and cuts the power: after the last commit, or in the middle of one more transaction.
int added_before_crash(std::uint64_t seed, FaultyDisk& disk, const std::string& pragmas) {
  Numbers numbers(disk, pragmas);
  const int count = static_cast<int>(seed / 2 % 9);
  for (int number = 0; number < count; ++number) numbers.add(number);
  if (seed % 2 == 0) {
    disk.crash(seed);
    return count;
  }
  Transaction transaction(numbers.connection);
  for (int number = 100; number <= 100 + count; ++number) numbers.insert(number);  // more than the cache holds
  disk.crash(seed);
  EXPECT_THROW(transaction.commit(), Error);
  return count;
}

struct Losses {
  int histories = 0;
  int unsound = 0;
};

// Whatever is lost, it is the last: what is left are the numbers from the first on.
Losses losses(const std::string& pragmas) {
  Losses losses;
  for (std::uint64_t seed = 0; seed < seeds; ++seed) {
    FaultyDisk disk;
    const int count = added_before_crash(seed, disk, pragmas);
    try {
      Numbers survivor(disk, pragmas);
      const std::vector<int> left = survivor.all();
      if (!survivor.what_is_wrong().empty() || left != first(static_cast<int>(left.size()))) ++losses.unsound;
      if (left != first(count)) ++losses.histories;
    } catch (const Error&) {  // it is not a database any more
      ++losses.unsound;
    }
  }
  return losses;
}

TEST(DiskCrashTest, what_was_committed_survives_and_nothing_else) {
  for (std::uint64_t seed = 0; seed < seeds; ++seed) {
    FaultyDisk disk;
    const int count = added_before_crash(seed, disk, careful);
    Numbers survivor(disk);
    EXPECT_EQ(survivor.all(), first(count)) << "seed " << seed;
    EXPECT_EQ(survivor.what_is_wrong(), "") << "seed " << seed;
  }
}

TEST(DiskCrashTest, so_it_does_with_a_rollback_journal_whose_deletion_is_synced) {
  const Losses found = losses(careful_with_a_journal);
  EXPECT_EQ(found.histories, 0);
  EXPECT_EQ(found.unsound, 0);
}

TEST(DiskCrashTest, with_a_rollback_journal_whose_deletion_is_not_synced_the_last_commit_may_come_undone) {
  const Losses found = losses("PRAGMA journal_mode = DELETE; PRAGMA synchronous = FULL");
  EXPECT_GT(found.histories, 0);
  EXPECT_EQ(found.unsound, 0);
}

TEST(DiskCrashTest, without_syncs_at_commit_the_last_commits_are_lost_but_nothing_is_broken) {
  const Losses found = losses("PRAGMA journal_mode = WAL; PRAGMA synchronous = NORMAL");
  EXPECT_GT(found.histories, 0);
  EXPECT_EQ(found.unsound, 0);
}

TEST(DiskCrashTest, without_any_syncs_databases_are_lost) {
  const Losses found = losses("PRAGMA journal_mode = WAL; PRAGMA synchronous = OFF");
  EXPECT_GT(found.histories, 0);
  EXPECT_LT(found.histories, static_cast<int>(seeds));
  EXPECT_GT(found.unsound, 0);
}

TEST(DiskCrashTest, what_the_dead_do_does_not_reach_the_disk) {
  for (const std::string mode : {"DELETE", "WAL"}) {
    FaultyDisk disk;
    Numbers numbers(disk, "PRAGMA synchronous = FULL; PRAGMA journal_mode = " + mode);
    numbers.add(0);
    std::optional<Transaction> transaction(numbers.connection);
    disk.crash(1);
    const auto seen = [&] { return disk.contents(Numbers::file) + disk.contents(Numbers::file + "-journal"s); };
    const std::string before = seen();
    EXPECT_THROW(numbers.insert(1), Error) << mode;
    transaction.reset();
    EXPECT_THROW(numbers.all(), Error) << mode;
    EXPECT_TRUE(seen() == before) << mode;
  }
}

}  // namespace
}  // namespace n3::db
