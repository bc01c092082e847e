#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <optional>
#include <vector>

#include "db/database.hpp"
#include "numbers.hpp"

// Database::write_unsynced: what it is worth when the power goes.
namespace n3::db {
namespace {

using test::FaultyDisk;

constexpr std::uint64_t seeds = 200;

Location on(const FaultyDisk& disk) { return {Numbers::file, disk.name()}; }

std::vector<int> left_on(const FaultyDisk& disk) {
  Numbers survivor(disk);
  EXPECT_EQ(survivor.what_is_wrong(), "");
  return survivor.all();
}

/// A database of numbers, written to in both ways.
class Writer {
 public:
  explicit Writer(const FaultyDisk& disk) {
    Numbers numbers(disk);  // makes the tables
    database_.emplace(on(disk), [](Connection& connection) { connection.execute(careful); });
  }

  void write(int number) { database_->write(inserting(number)); }
  void write_unsynced(int number) { database_->write_unsynced(inserting(number)); }

 private:
  static Database::Change inserting(int number) {
    return [number](Connection& connection) { Numbers::insert(connection, number); };
  }

  std::optional<Database> database_;
};

TEST(Unsynced, what_was_written_so_is_durable_with_the_next_that_is_synced) {
  for (std::uint64_t seed = 0; seed < seeds; ++seed) {
    FaultyDisk disk;
    Writer writer(disk);
    writer.write_unsynced(1);
    writer.write_unsynced(2);
    writer.write(3);
    writer.write_unsynced(4);
    disk.crash(seed);
    const auto left = left_on(disk);
    EXPECT_TRUE(left == (std::vector{1, 2, 3}) || left == (std::vector{1, 2, 3, 4})) << testing::PrintToString(left);
  }
}

TEST(Unsynced, nothing_of_it_may_be_left_and_nothing_else_is_hurt) {
  bool was_lost = false;
  for (std::uint64_t seed = 0; seed < seeds; ++seed) {
    FaultyDisk disk;
    Writer writer(disk);
    writer.write(1);
    writer.write_unsynced(2);
    disk.crash(seed);
    const auto left = left_on(disk);
    ASSERT_FALSE(left.empty());
    EXPECT_EQ(left.front(), 1);
    was_lost = was_lost || left.size() == 1;
  }
  EXPECT_TRUE(was_lost) << "or else it has been synced";
}

}  // namespace
}  // namespace n3::db
