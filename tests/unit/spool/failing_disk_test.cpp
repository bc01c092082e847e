#include <sqlite3.h>

#include "faulty_disk.hpp"
#include "spool/open.hpp"
#include "spool_test.hpp"

namespace n3 {
namespace {

using testing::AllOf;
using testing::HasSubstr;
using testing::StartsWith;

struct SpoolDisk {
  test::FaultyDisk disk;
};

/// A spool of three messages on a disk that is about to fail. What clients are told is an error of theirs, never an
/// empty maildrop.
class FailingDiskTest : protected SpoolDisk, public SpoolTest {
 protected:
  FailingDiskTest() {
    disk.promise_powersafe_overwrite();
    restart();
    for (const char* key : {"1", "2", "3"}) add(key, key);
  }
  ~FailingDiskTest() override { spool.reset(); }

  void restart() {
    spool.reset();
    spool = spool::open({"n3.db", disk.name()}, options(Seconds(1)));
  }

  std::string refusal_to_open() {
    spool.reset();
    try {
      restart();
    } catch (const std::runtime_error& error) {
      return error.what();
    }
    return "opened";
  }

  std::string refusal_to_add(const std::string& key) {
    try {
      add(key, key);
    } catch (const std::runtime_error& error) {
      return error.what();
    }
    return "added";
  }

  static std::string quit(Session& session, const std::vector<std::size_t>& deleted) {
    try {
      return session.delete_and_quit(deleted);
    } catch (const std::runtime_error& error) {
      return error.what();  // what the server answers with [SYS/TEMP]
    }
  }
};

TEST_F(FailingDiskTest, a_full_disk_takes_nothing_and_loses_nothing) {
  auto session = login();
  disk.fail_from(0, SQLITE_FULL);
  EXPECT_THAT(refusal_to_add("4"), HasSubstr("full"));
  EXPECT_THAT(quit(session, {1}), HasSubstr("full"));
  EXPECT_EQ(login().subjects(), (Names{"1", "2", "3"})) << "who only reads is served";
  disk.heal();
  EXPECT_EQ(login().count(), 3);
  EXPECT_EQ(refusal_to_add("4"), "added");
  restart();
  EXPECT_EQ(login().subjects(), (Names{"1", "2", "3", "4"}));
}

TEST_F(FailingDiskTest, a_disk_that_may_not_be_written_takes_nothing_and_loses_nothing) {
  auto session = login();
  disk.read_only();
  EXPECT_NE(refusal_to_add("4"), "added");
  EXPECT_NE(quit(session, {1}), "+OK");
  disk.heal();
  EXPECT_EQ(login().count(), 3);
}

TEST_F(FailingDiskTest, a_file_that_another_program_holds_is_read_and_not_written) {
  auto session = login();
  disk.lock_by_another();
  EXPECT_THAT(refusal_to_add("4"), HasSubstr("locked"));
  EXPECT_THAT(quit(session, {1}), HasSubstr("locked"));
  EXPECT_EQ(login().count(), 3);
  disk.heal();
  EXPECT_EQ(login().delete_and_quit({1}), "+OK");
}

TEST_F(FailingDiskTest, a_file_that_is_damaged_is_an_error_and_no_empty_maildrop) {
  restart();
  disk.damage("n3.db", 0, disk.contents("n3.db").size());
  EXPECT_THAT(refusal_to_open(), AllOf(StartsWith("cannot open the spool n3.db: it is damaged"), HasSubstr("restore")));
}

TEST_F(FailingDiskTest, a_file_that_is_damaged_while_it_is_served_refuses_logins) {
  restart();
  spool->mailbox("blog");
  const std::size_t page = 4096;
  disk.damage("n3.db", page, disk.contents("n3.db").size() - page);
  EXPECT_EQ(refusal("cyd"), "the mail cannot be looked up just now");
  EXPECT_EQ(logged("account cyd: its mail cannot be looked up: SQLite: database disk image is malformed"), 1);
}

TEST_F(FailingDiskTest, a_file_that_cannot_be_read_refuses_logins_and_is_served_again_later) {
  restart();
  spool->mailbox("blog");
  disk.count_reads();
  disk.fail_from(0, SQLITE_IOERR_READ);
  EXPECT_EQ(refusal("cyd"), "the mail cannot be looked up just now");
  disk.heal();
  EXPECT_EQ(login("cyd").count(), 3);
}

TEST_F(FailingDiskTest, what_QUIT_has_answered_survives_a_power_cut) {
  EXPECT_EQ(login().delete_and_quit({1, 3}), "+OK");
  disk.crash(1);
  restart();
  EXPECT_EQ(login().subjects(), Names{"2"});
}

TEST_F(FailingDiskTest, wherever_the_disk_fails_in_QUIT_all_is_removed_or_nothing) {
  for (std::uint64_t nth = 0;; ++nth) {
    auto session = login("ann " + std::to_string(nth));
    disk.fail(nth, SQLITE_IOERR_WRITE);
    const bool done = quit(session, {1, 3}) == "+OK";
    disk.heal();
    disk.crash(nth);
    restart();
    const std::size_t left = login("ann " + std::to_string(nth)).count();
    EXPECT_TRUE(left == 1 || (left == 3 && !done)) << nth;
    if (done) break;
  }
}

TEST_F(FailingDiskTest, wherever_the_disk_fails_when_a_file_is_made_the_next_start_makes_it) {
  for (std::uint64_t nth = 0;; ++nth) {
    test::FaultyDisk other;
    const db::Location where{"n3.db", other.name()};
    other.fail(nth, SQLITE_FULL);
    bool done = true;
    try {
      spool::open(where, options(Seconds(1)));
    } catch (const std::runtime_error&) {
      done = false;
    }
    other.heal();
    other.crash(nth);
    EXPECT_NO_THROW(spool::open(where, options(Seconds(1)))->mailbox("blog")) << nth;
    if (done) break;
  }
}

}  // namespace
}  // namespace n3
