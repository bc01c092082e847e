#include "spool/ledger_file.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <sys/stat.h>

#include <array>

#include "folder.hpp"
#include "spool/ledger.hpp"

namespace n3::spool {
namespace {

using testing::AllOf;
using testing::EndsWith;
using testing::HasSubstr;
using testing::StartsWith;

// What the next versions of N3 may be like.
constexpr std::array<std::string_view, 2> next_formats{formats[0], "ALTER TABLE item ADD COLUMN colour TEXT"};
constexpr std::array<std::string_view, 3> broken_formats{formats[0], "ALTER TABLE item ADD COLUMN colour TEXT",
                                                         "ALTER TABLE nowhere ADD COLUMN colour TEXT"};

class LedgerFileTest : public testing::Test {
 protected:
  std::string refusal(std::span<const std::string_view> steps = formats) {
    try {
      open_ledger_file({.file = file}, steps);
    } catch (const std::runtime_error& error) {
      return error.what();
    }
    return "opened";
  }

  void add(const std::string& uid) {
    Ledger ledger(open_ledger_file({.file = file}));
    const MailboxId mailbox = ledger.mailbox("blog");
    ledger.change(mailbox, ledger.source(mailbox, ""), {},
                  [&](Ledger::Change& change) { change.insert({.key = uid, .account = {}, .identity = uid}); });
  }

  static std::int64_t count(const std::string& in_file, std::string_view sql) {
    db::Connection connection({.file = in_file});
    auto query = connection.query(sql);
    return query.step() ? query.integer(0) : -1;
  }
  static std::int64_t items(const std::string& in_file) { return count(in_file, "SELECT count(*) FROM item"); }
  static std::int64_t format(const std::string& in_file) { return count(in_file, "PRAGMA user_version"); }

  test::Folder folder;
  const std::string file = folder.file("n3.db");
};

TEST_F(LedgerFileTest, keeps_what_was_entered) {
  add("one");
  add("two");
  EXPECT_EQ(items(file), 2);
}

TEST_F(LedgerFileTest, is_for_its_owner_alone) {
  add("one");
  struct stat about{};
  ASSERT_EQ(::stat(file.c_str(), &about), 0);
  EXPECT_EQ(about.st_mode & 0777, 0600);
}

TEST_F(LedgerFileTest, of_an_older_format_is_copied_and_brought_forward) {
  add("one");
  open_ledger_file({.file = file}, next_formats);
  EXPECT_EQ(format(file), 2);
  EXPECT_EQ(count(file, "SELECT count(*) FROM item WHERE colour IS NULL"), 1);
  EXPECT_EQ(format(file + ".format-1"), 1);
  EXPECT_EQ(items(file + ".format-1"), 1);
}

TEST_F(LedgerFileTest, whose_copy_is_there_already_is_copied_again) {
  add("one");
  open_ledger_file({.file = file}, next_formats);
  std::filesystem::remove(file);
  add("two");
  add("three");
  open_ledger_file({.file = file}, next_formats);
  EXPECT_EQ(items(file + ".format-1"), 2);
}

TEST_F(LedgerFileTest, that_cannot_be_brought_forward_stays_as_it_was) {
  add("one");
  EXPECT_THAT(refusal(broken_formats), HasSubstr("no such table: nowhere"));
  EXPECT_EQ(format(file), 1);
  EXPECT_EQ(count(file, "SELECT count(*) FROM pragma_table_info('item') WHERE name = 'colour'"), 0);
  EXPECT_EQ(refusal(), "opened");
}

TEST_F(LedgerFileTest, of_a_newer_format_is_refused_and_not_touched) {
  open_ledger_file({.file = file}, next_formats);
  EXPECT_EQ(refusal(), "cannot open the spool " + file +
                           ": a newer version of N3 has written it (format 2, and this is 1); use that version, or the "
                           "copy that it made before");
  EXPECT_EQ(format(file), 2);
}

TEST_F(LedgerFileTest, that_is_a_database_of_something_else_is_refused_and_not_touched) {
  db::Connection({.file = file}).execute("CREATE TABLE bookmark (url TEXT)");
  EXPECT_THAT(refusal(), EndsWith("it is a database of something else; name another file"));
  EXPECT_EQ(count(file, "SELECT count(*) FROM sqlite_schema"), 1);
}

TEST_F(LedgerFileTest, that_is_no_database_is_refused_and_not_touched) {
  const std::string text(5000, 'x');
  folder.write("n3.db", text);
  EXPECT_THAT(refusal(),
              AllOf(StartsWith("cannot open the spool " + file), HasSubstr("it is damaged, or no database")));
  EXPECT_EQ(std::filesystem::file_size(file), 5000);
}

TEST_F(LedgerFileTest, in_a_folder_that_is_not_there_is_refused) {
  try {
    open_ledger_file({.file = folder.file("nowhere/n3.db")});
    FAIL() << "it was opened";
  } catch (const std::runtime_error& error) {
    EXPECT_THAT(error.what(), HasSubstr("N3 needs to write the file and its folder"));
  }
}

}  // namespace
}  // namespace n3::spool
