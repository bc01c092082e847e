#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <string>
#include <vector>

#include "db/sqlite.hpp"
#include "faulty_disk.hpp"

namespace n3::db {
namespace {

class SqliteTest : public testing::Test {
 protected:
  SqliteTest() { connection.execute("CREATE TABLE word (id INTEGER PRIMARY KEY, text TEXT NOT NULL UNIQUE)"); }

  void add(std::string_view text) { connection.run("INSERT INTO word (text) VALUES (?)", text); }

  std::vector<std::string> words() {
    std::vector<std::string> all;
    for (Query query = connection.query("SELECT text FROM word ORDER BY id"); query.step();)
      all.emplace_back(query.text(0));
    return all;
  }

  Connection connection{{.file = ":memory:"}};
};

using Words = std::vector<std::string>;

TEST_F(SqliteTest, what_is_written_can_be_read) {
  add("one");
  add("two");
  EXPECT_EQ(words(), (Words{"one", "two"}));
}

TEST_F(SqliteTest, any_octets_are_kept) {
  const std::string odd("a\0b\xff\r\n", 6);
  add(odd);
  add("");
  EXPECT_EQ(words(), (Words{odd, ""}));
  connection.execute("CREATE TABLE body (bytes BLOB)");
  connection.run("INSERT INTO body VALUES (?)", Blob{odd});
  Query query = connection.query("SELECT bytes FROM body");
  ASSERT_TRUE(query.step());
  EXPECT_EQ(query.text(0), odd);
}

TEST_F(SqliteTest, numbers_keep_their_sign) {
  Query query = connection.query("SELECT ?, ?", -5, std::uint64_t{1} << 62);
  ASSERT_TRUE(query.step());
  EXPECT_EQ(query.integer(0), -5);
  EXPECT_EQ(query.integer(1), std::int64_t{1} << 62);
  EXPECT_FALSE(query.step());
}

TEST_F(SqliteTest, the_same_query_may_run_inside_itself) {
  add("a");
  add("b");
  Words pairs;
  for (Query outer = connection.query("SELECT text FROM word ORDER BY id"); outer.step();)
    for (Query inner = connection.query("SELECT text FROM word ORDER BY id"); inner.step();)
      pairs.push_back(std::string(outer.text(0)) + std::string(inner.text(0)));
  EXPECT_EQ(pairs, (Words{"aa", "ab", "ba", "bb"}));
}

TEST_F(SqliteTest, a_query_that_is_left_early_starts_at_its_beginning_next_time) {
  add("a");
  add("b");
  EXPECT_TRUE(connection.query("SELECT text FROM word ORDER BY id").step());
  EXPECT_EQ(words(), (Words{"a", "b"}));
}

TEST_F(SqliteTest, a_transaction_that_is_not_committed_leaves_nothing_behind) {
  {
    Transaction transaction(connection);
    add("lost");
  }
  EXPECT_EQ(words(), Words{});
  {
    Transaction transaction(connection);
    add("kept");
    transaction.commit();
  }
  EXPECT_EQ(words(), Words{"kept"});
}

TEST_F(SqliteTest, an_error_says_what_was_wrong_and_with_which_statement) {
  add("twice");
  try {
    add("twice");
    FAIL() << "a second row with the same text was taken";
  } catch (const Error& error) {
    EXPECT_EQ(std::string(error.what()),
              "SQLite: UNIQUE constraint failed: word.text (INSERT INTO word (text) VALUES (?))");
    EXPECT_EQ(error.code() & 0xff, 19);  // SQLITE_CONSTRAINT
  }
  EXPECT_THROW(connection.execute("SELECT nonsense"), Error);
  EXPECT_THROW(connection.run("SELECT * FROM nowhere"), Error);
}

TEST_F(SqliteTest, a_file_that_cannot_be_opened_is_an_error_with_its_name) {
  try {
    Connection nowhere({.file = "/nonexistent/folder/n3.db"});
    FAIL() << "it was opened";
  } catch (const Error& error) {
    EXPECT_NE(std::string(error.what()).find("/nonexistent/folder/n3.db"), std::string::npos) << error.what();
  }
}

TEST_F(SqliteTest, a_file_lives_in_the_vfs_that_it_is_given) {
  const test::FaultyDisk disk;
  Connection({"/there/is.db", disk.name()}).execute("CREATE TABLE word (text TEXT)");
  EXPECT_THAT(disk.contents("/there/is.db"), testing::StartsWith("SQLite format 3"));
  EXPECT_THROW(Connection({"/there/is.db"}), Error);
}

TEST_F(SqliteTest, a_vfs_that_there_is_not_is_an_error_with_its_name) {
  try {
    Connection nowhere({"n3.db", "nonesuch"});
    FAIL() << "it was opened";
  } catch (const Error& error) {
    EXPECT_EQ(std::string(error.what()), "SQLite: no such vfs: nonesuch (opening n3.db)");
  }
}

}  // namespace
}  // namespace n3::db
