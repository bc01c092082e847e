#include <gtest/gtest.h>

#include <atomic>
#include <functional>
#include <thread>

#include <sqlite3.h>

#include "numbers.hpp"

namespace n3::db {
namespace {

using test::FaultyDisk;

bool busy(const std::function<void()>& something) {
  try {
    something();
  } catch (const Error& error) {
    EXPECT_EQ(error.code() & 0xff, SQLITE_BUSY) << error.what();
    return true;
  }
  return false;
}

TEST(DiskLocksTest, a_second_writer_is_told_that_the_database_is_busy) {
  for (const char* pragmas : {careful, careful_with_a_journal}) {
    FaultyDisk disk;
    Numbers one(disk, pragmas);
    Numbers two(disk, pragmas);
    {
      const Transaction transaction(one.connection);
      EXPECT_TRUE(busy([&] { two.add(1); })) << pragmas;
    }
    EXPECT_FALSE(busy([&] { two.add(1); })) << pragmas;
    EXPECT_EQ(one.all(), std::vector{1}) << pragmas;
  }
}

TEST(DiskLocksTest, with_WAL_a_reader_sees_its_snapshot_while_another_writes) {
  FaultyDisk disk;
  Numbers writer(disk);
  Numbers reader(disk);
  writer.add(1);
  reader.connection.execute("BEGIN");
  EXPECT_EQ(reader.all(), std::vector{1});
  writer.add(2);
  EXPECT_EQ(reader.all(), std::vector{1});
  EXPECT_TRUE(busy([&] { reader.insert(3); }));  // what it has read is out of date
  reader.connection.execute("COMMIT");
  EXPECT_EQ(reader.all(), (std::vector{1, 2}));
}

TEST(DiskLocksTest, with_a_journal_a_commit_waits_for_readers_and_keeps_new_ones_out) {
  FaultyDisk disk;
  Numbers writer(disk, careful_with_a_journal);
  Numbers reader(disk, careful_with_a_journal);
  Numbers late(disk, careful_with_a_journal);
  writer.connection.execute("PRAGMA cache_size = 100");  // else it writes, and locks, before the commit
  writer.add(1);
  reader.connection.execute("BEGIN");
  reader.all();
  writer.connection.execute("BEGIN IMMEDIATE");
  writer.insert(2);
  late.all();
  EXPECT_TRUE(busy([&] { writer.connection.execute("COMMIT"); }));
  EXPECT_TRUE(busy([&] { late.all(); }));
  reader.connection.execute("COMMIT");
  writer.connection.execute("COMMIT");
  EXPECT_EQ(late.all(), (std::vector{1, 2}));
}

TEST(DiskLocksTest, what_another_process_has_locked_is_busy_and_no_time_passes_waiting) {
  for (const char* pragmas : {careful, careful_with_a_journal}) {
    FaultyDisk disk;
    Numbers numbers(disk, pragmas);
    numbers.connection.execute("PRAGMA busy_timeout = 600000");
    disk.lock_by_another();
    EXPECT_TRUE(busy([&] { numbers.add(1); })) << pragmas;
    EXPECT_TRUE(busy([&] { Connection({Numbers::file, disk.name()}).run("SELECT * FROM number"); })) << pragmas;
    EXPECT_EQ(busy([&] { numbers.all(); }), pragmas == careful_with_a_journal) << pragmas;
    disk.heal();
    EXPECT_FALSE(busy([&] { numbers.add(1); })) << pragmas;
  }
}

/// Reads until it is told to end. Each transaction adds two numbers: whoever sees an odd count has seen a half.
struct Reader {
  void run(const std::atomic<bool>& end) {
    std::size_t last = 0;
    while (!end) {
      const std::size_t count = numbers.all().size();
      if (count % 2 || count < last || !numbers.what_is_wrong().empty()) ++failures;
      last = count;
      ++looks;
    }
  }

  Numbers numbers;
  std::atomic<int> looks = 0;
  int failures = 0;
};

TEST(DiskLocksTest, threads_read_beside_a_writer) {
  // A reader that finds the index half written takes the writer's lock for a moment, to look again.
  const std::string patient = std::string(careful) + "; PRAGMA busy_timeout = 60000";
  FaultyDisk disk;
  Numbers writer(disk, patient);
  Reader readers[] = {{Numbers(disk, patient)}, {Numbers(disk, patient)}};
  std::atomic<bool> end = false;
  std::vector<std::thread> threads;
  for (Reader& reader : readers) threads.emplace_back([&] { reader.run(end); });
  for (int number = 0; number < 100 || readers[0].looks < 5 || readers[1].looks < 5; number += 2) {
    Transaction transaction(writer.connection);
    writer.insert(number);
    writer.insert(number + 1);
    transaction.commit();
  }
  end = true;
  for (std::thread& thread : threads) thread.join();
  EXPECT_EQ(readers[0].failures + readers[1].failures, 0);
  EXPECT_EQ(readers[0].numbers.all(), writer.all());
}

}  // namespace
}  // namespace n3::db
