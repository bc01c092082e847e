#include "db/database.hpp"

#include <gtest/gtest.h>

#include <atomic>
#include <string>
#include <thread>
#include <vector>

#include "folder.hpp"

namespace n3::db {
namespace {

/// In memory and in a file.
class DatabaseTest : public testing::TestWithParam<bool> {
 protected:
  DatabaseTest() {
    database.set_up([](Connection& connection) {
      connection.execute("PRAGMA journal_mode = WAL");
      connection.execute("CREATE TABLE word (text TEXT NOT NULL UNIQUE)");
    });
  }

  void add(const std::string& word) {
    database.write([&](Connection& connection) { connection.run("INSERT INTO word VALUES (?)", word); });
  }

  static std::int64_t count(Connection& connection) {
    auto query = connection.query("SELECT count(*) FROM word");
    query.step();
    return query.integer(0);
  }
  std::int64_t count() { return count(*database.read()); }

  test::Folder folder;
  Database database{{.file = GetParam() ? ":memory:" : folder.file("test.db")},
                    [](Connection& connection) { connection.set_patience(std::chrono::seconds(20)); }};
};

TEST_P(DatabaseTest, what_is_written_can_be_read) {
  add("one");
  EXPECT_EQ(count(), 1);
}

TEST_P(DatabaseTest, what_a_change_throws_undoes_it_and_comes_out) {
  const auto half = [](Connection& connection) {
    connection.run("INSERT INTO word VALUES ('lost')");
    throw std::runtime_error("no more");
  };
  EXPECT_THROW(database.write(half), std::runtime_error);
  EXPECT_THROW(database.write([](Connection& connection) { connection.execute("nonsense"); }), Error);
  EXPECT_EQ(count(), 0);
  add("one");
  EXPECT_EQ(count(), 1);
}

TEST_P(DatabaseTest, many_threads_write_and_one_that_fails_takes_no_other_with_it) {
  add("taken");
  std::atomic<int> failures = 0;
  std::vector<std::thread> threads;
  for (int thread = 0; thread < 8; ++thread) {
    threads.emplace_back([&, thread] {
      for (int i = 0; i < 30; ++i) {
        try {
          add(i % 5 == 0 ? "taken" : std::to_string(thread) + "." + std::to_string(i));
        } catch (const Error&) {
          ++failures;
        }
      }
    });
  }
  for (std::thread& thread : threads) thread.join();
  EXPECT_EQ(failures, 8 * 6);
  EXPECT_EQ(count(), 1 + 8 * 24);
}

INSTANTIATE_TEST_SUITE_P(, DatabaseTest, testing::Values(true, false),
                         [](const auto& where) { return where.param ? "in_memory" : "in_a_file"; });

class DatabaseFileTest : public DatabaseTest {};

TEST_P(DatabaseFileTest, a_reading_is_one_state_while_others_write) {
  add("one");
  const auto reading = database.read();
  EXPECT_EQ(count(*reading), 1);
  add("two");
  EXPECT_EQ(count(*reading), 1);
  EXPECT_EQ(count(), 2);
}

TEST_P(DatabaseFileTest, another_process_may_write_too) {
  Connection other({.file = folder.file("test.db")});
  other.run("INSERT INTO word VALUES ('theirs')");
  add("ours");
  EXPECT_EQ(count(), 2);
  EXPECT_EQ(count(other), 2);
}

INSTANTIATE_TEST_SUITE_P(, DatabaseFileTest, testing::Values(false), [](const auto&) { return "in_a_file"; });

}  // namespace
}  // namespace n3::db
