#include <gtest/gtest.h>

#include <algorithm>
#include <functional>

#include <sqlite3.h>

#include "numbers.hpp"

namespace n3::db {
namespace {

using test::FaultyDisk;

int code_of(const std::function<void()>& something) {
  try {
    something();
  } catch (const Error& error) {
    return error.code();
  }
  return SQLITE_OK;
}

TEST(FaultyDiskTest, an_operation_fails_once_or_for_good) {
  FaultyDisk disk;
  Numbers numbers(disk);
  disk.fail(1, SQLITE_FULL);
  EXPECT_EQ(code_of([&] { numbers.add(0); }), SQLITE_FULL);
  EXPECT_EQ(code_of([&] { numbers.add(1); }), SQLITE_OK);
  disk.fail_from(1, SQLITE_IOERR_WRITE);
  EXPECT_EQ(code_of([&] { numbers.add(2); }), SQLITE_IOERR_WRITE);
  EXPECT_EQ(code_of([&] { numbers.add(3); }), SQLITE_IOERR_WRITE);
  disk.heal();
  EXPECT_EQ(code_of([&] { numbers.add(4); }), SQLITE_OK);
  EXPECT_EQ(numbers.all(), (std::vector{1, 4}));
}

TEST(FaultyDiskTest, a_write_that_fails_may_have_written_its_beginning) {
  constexpr std::size_t log_header = 32, frame_header = 24, page = 4096;
  FaultyDisk disk;
  Numbers numbers(disk);
  disk.fail_from(2, SQLITE_FULL);  // after the header of a frame
  EXPECT_EQ(code_of([&] { numbers.add(1); }), SQLITE_FULL);
  const std::size_t log = disk.contents("numbers.db-wal").size();
  EXPECT_GT((log - log_header) % (frame_header + page), frame_header);
}

// The system takes what it could not sync for synced, and SQLite builds on that.
TEST(FaultyDiskTest, who_goes_on_after_a_failed_sync_may_lose_the_next_commit_in_a_power_cut) {
  int lost = 0;
  for (std::uint64_t seed = 0; seed < 300; ++seed) {
    FaultyDisk disk;
    Numbers numbers(disk);
    numbers.add(0);
    disk.fail(1 + seed % 20, SQLITE_IOERR_FSYNC);
    code_of([&] { numbers.add(1); });
    const bool committed = code_of([&] { numbers.add(2); }) == SQLITE_OK;
    disk.crash(seed);
    disk.heal();
    if (committed && !std::ranges::binary_search(Numbers(disk).all(), 2)) ++lost;
  }
  EXPECT_GT(lost, 0);
}

TEST(FaultyDiskTest, reads_are_operations_where_that_is_asked_for) {
  FaultyDisk disk;
  Numbers(disk).add(1);
  const auto operations_of_a_look = [&] {
    const std::uint64_t before = disk.operations();
    Numbers(disk).all();
    return disk.operations() - before;
  };
  const std::uint64_t without_reads = operations_of_a_look();
  disk.count_reads();
  EXPECT_GT(operations_of_a_look(), without_reads);
}

TEST(FaultyDiskTest, a_disk_that_has_become_read_only_is_read) {
  for (const char* pragmas : {careful, careful_with_a_journal}) {
    FaultyDisk disk;
    Numbers numbers(disk, pragmas);
    numbers.add(7);
    disk.read_only();
    EXPECT_EQ(numbers.all(), std::vector{7});
    EXPECT_NE(code_of([&] { numbers.add(8); }), SQLITE_OK);
    EXPECT_EQ(code_of([&] { Connection({"new.db", disk.name()}).execute("CREATE TABLE x (y)"); }), SQLITE_CANTOPEN);
    disk.heal();
    EXPECT_EQ(code_of([&] { numbers.add(9); }), SQLITE_OK);
    EXPECT_EQ(numbers.all(), (std::vector{7, 9}));
  }
}

TEST(FaultyDiskTest, on_a_read_only_disk_a_database_is_opened_for_reading) {
  FaultyDisk disk;
  Numbers(disk, careful_with_a_journal).add(7);
  disk.read_only();
  Connection connection({Numbers::file, disk.name()});
  EXPECT_TRUE(connection.query("SELECT 1 FROM number WHERE number = 7").step());
  EXPECT_EQ(code_of([&] { connection.run("DELETE FROM number"); }), SQLITE_READONLY);
}

TEST(FaultyDiskTest, a_database_is_copied_and_vacuumed_on_it) {
  FaultyDisk disk;
  Numbers numbers(disk);
  for (int number = 0; number < 20; ++number) numbers.add(number);
  numbers.connection.execute("DELETE FROM number WHERE number < 10; UPDATE total SET numbers = 10; VACUUM");
  EXPECT_EQ(numbers.what_is_wrong(), "");
  numbers.connection.execute("VACUUM INTO 'copy.db'");
  Connection copy({"copy.db", disk.name()});
  Query query = copy.query("SELECT count(*) FROM number");
  query.step();
  EXPECT_EQ(query.integer(0), 10);
}

TEST(FaultyDiskTest, what_is_damaged_or_no_database_at_all_is_noticed) {
  FaultyDisk disk;
  {
    Numbers numbers(disk);
    for (int number = 0; number < 4; ++number) numbers.add(number);
  }
  const std::string whole = disk.contents(Numbers::file);
  disk.damage(Numbers::file, whole.size() - 200, 100);
  EXPECT_NE(Numbers(disk).what_is_wrong(), "");
  disk.put(Numbers::file, whole);
  EXPECT_EQ(Numbers(disk).what_is_wrong(), "");
  disk.put(Numbers::file, std::string(5000, 'x'));
  EXPECT_EQ(code_of([&] { Numbers numbers(disk); }), SQLITE_NOTADB);
}

}  // namespace
}  // namespace n3::db
