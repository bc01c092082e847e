#include <functional>

#include <fcntl.h>
#include <sys/stat.h>

#include "mail_folder_test.hpp"
#include "process.hpp"

namespace n3 {
namespace {

namespace fs = std::filesystem;
using testing::ElementsAre;

class DirectoryTest : public MailFolderTest {
 protected:
  std::unique_ptr<Source> source = directory(folder.path());
};

TEST_F(DirectoryTest, eml_files_are_messages_oldest_first) {
  write("new.eml", 1);
  write("old.eml", 3);
  write("MIDDLE.EML", 2);
  EXPECT_THAT(keys(*source), ElementsAre("old.eml", "MIDDLE.EML", "new.eml"));
  const Batch batch = fetch(*source);
  EXPECT_EQ(std::get<MailFile>(batch.items[0].content).path, folder / "old.eml");
  EXPECT_TRUE(batch.complete);
  EXPECT_EQ(batch.again, std::chrono::seconds(0));
}

TEST_F(DirectoryTest, all_else_is_left_alone) {
  for (const char* name : {"notes.txt", ".hidden.eml", "eml", ".eml", "mail.eml.tmp", "mail.eml~"}) write(name);
  EXPECT_THAT(keys(*source), ElementsAre());
}

TEST_F(DirectoryTest, what_has_not_changed_is_not_brought_again) {
  write("all.eml", 2);
  write("ann/own.eml", 1);
  const std::string cursor = fetch(*source).cursor;
  const Batch again = fetch(*source, cursor);
  EXPECT_TRUE(again.items.empty());
  EXPECT_FALSE(again.complete);
  EXPECT_EQ(again.cursor, cursor);
}

TEST_F(DirectoryTest, whatever_changes_has_all_of_it_brought_again) {
  write("all.eml", 2);
  write("ann/own.eml", 1);
  const std::vector<std::pair<const char*, std::function<void()>>> events{
      {"a message comes", [&] { write("more.eml"); }},
      {"an account has its first", [&] { write("bob/own.eml"); }},
      {"one says something else", [&] { write("ann/own.eml", 1, "Subject: y\n\nAnother text\n"); }},
      {"one is touched", [&] { write("all.eml", 3); }},
      {"one is given to another account", [&] { fs::rename(folder / "ann/own.eml", folder / "bob/more.eml"); }},
      {"one goes", [&] { fs::remove(folder / "bob/own.eml"); }}};
  for (const auto& [what, happens] : events) {
    const std::string cursor = fetch(*source).cursor;
    happens();
    const Batch batch = fetch(*source, cursor);
    EXPECT_TRUE(batch.complete) << what;
    EXPECT_NE(batch.cursor, cursor) << what;
  }
}

TEST_F(DirectoryTest, an_accounts_folder_is_that_accounts_alone) {
  write("all.eml", 3);
  write("ann/own.eml", 2);
  write("bob/own.eml", 1);
  write("ann/deeper/no.eml");
  write(".git/no.eml");
  const Batch batch = fetch(*source);
  ASSERT_EQ(batch.items.size(), 3);
  EXPECT_EQ(batch.items[0].account, "");
  EXPECT_EQ(batch.items[1].account, "ann");
  EXPECT_EQ(batch.items[1].key, "ann/own.eml");
  EXPECT_EQ(batch.items[2].account, "bob");
}

TEST_F(DirectoryTest, an_account_cannot_reach_out_of_its_folder) {
  write("all.eml");
  write("ann/own.eml");
  auto spool = Spool::open("memory");
  spool->mailbox("mail").source("folder", directory(folder.path()), std::chrono::seconds(0));
  spool->start();
  const auto count = [&](const std::string& account) {
    auto maildrop = spool->maildrop(account, {"mail"});
    return settled(maildrop->list()).value()->listing->size();
  };
  EXPECT_EQ(count("ann"), 2);
  for (const char* account : {"bob", "ANN", "ann/", "./ann", "../ann", "..", ".", "", "/", "*", "ann/own.eml"})
    EXPECT_EQ(count(account), 1) << account;
}

TEST_F(DirectoryTest, symbolic_links_are_not_followed) {
  const test::Folder outside;
  fs::create_symlink(outside.write("secret.eml", "Subject: secret\n\n"), folder / "link.eml");
  fs::create_directory_symlink(outside.path(), folder / "ann");
  const Batch batch = fetch(*source);
  EXPECT_TRUE(batch.items.empty());
  EXPECT_THAT(batch.problems,
              ElementsAre("what is no regular file is left out of " + folder.path().string() + ": 2, such as ann"));
}

TEST_F(DirectoryTest, what_is_called_eml_and_is_no_file_is_left_out_which_is_said) {
  write("folder.eml/own.eml");
  write("ann/own.eml");
  ASSERT_EQ(::mkfifo((folder / "fifo.eml").c_str(), 0600), 0);
  ASSERT_EQ(::mkfifo((folder / "ann/fifo.eml").c_str(), 0600), 0);
  ASSERT_EQ(::mkfifo((folder / "fifo").c_str(), 0600), 0);
  EXPECT_THAT(keys(*source), ElementsAre("ann/own.eml"));
  const std::string what = "what is no regular file is left out of " + folder.path().string();
  EXPECT_THAT(fetch(*source).problems, ElementsAre(what + ": 2, such as fifo.eml", what + "/ann: 1, such as fifo.eml"));
}

TEST_F(DirectoryTest, a_folder_that_cannot_be_listed_is_an_error_with_its_name_and_the_cause) {
  fs::remove(folder.path());
  EXPECT_EQ(error_of(*source), "cannot list " + folder.path().string() + ": No such file or directory");
  const fs::path file = folder.write("file", "");
  EXPECT_EQ(error_of(*directory(file)), "cannot list " + file.string() + ": Not a directory");
}

TEST_F(DirectoryTest, a_folder_whose_files_cannot_be_looked_at_is_no_empty_one) {
  write("all.eml");
  fs::permissions(folder.path(), fs::perms::owner_read | fs::perms::group_read | fs::perms::others_read);
  EXPECT_EQ(test::as_nobody([&] { return error_of(*source); }),
            "cannot look at " + (folder / "all.eml").string() + ": Permission denied");
  fs::permissions(folder.path(), fs::perms::owner_all);
}

TEST_F(DirectoryTest, a_file_may_be_of_any_time) {
  write("now.eml");
  const timespec in_2300[] = {{.tv_sec = 0, .tv_nsec = UTIME_OMIT}, {.tv_sec = 10'413'792'000, .tv_nsec = 0}};
  ASSERT_EQ(::utimensat(AT_FDCWD, folder.write("then.eml", "Subject: then\n\n").c_str(), in_2300, 0), 0);
  EXPECT_THAT(keys(*source), ElementsAre("now.eml", "then.eml"));
}

TEST_F(DirectoryTest, an_accounts_folder_that_cannot_be_listed_hurts_nobody_else) {
  if (::geteuid() == 0) GTEST_SKIP() << "root can list everything";
  write("all.eml");
  write("ann/own.eml");
  fs::permissions(folder / "ann", fs::perms::none);
  const Batch batch = fetch(*source);
  EXPECT_TRUE(batch.complete);
  EXPECT_THAT(batch.unknown, ElementsAre("ann")) << "ann's mail has not gone";
  EXPECT_THAT(batch.problems, ElementsAre("cannot list " + (folder / "ann").string() + ": Permission denied"));
  EXPECT_THAT(keys(*source), ElementsAre("all.eml"));
  fs::permissions(folder / "ann", fs::perms::owner_all);
}

TEST_F(DirectoryTest, what_lies_elsewhere_is_not_removed) {
  const auto removing = directory(folder / "mail", OnDelete::remove_file);
  const fs::path outside = folder.write("outside.eml", "Subject: a\n\nb\n");
  folder.write("mail/ann/own.eml", "Subject: a\n\nb\n");
  for (const std::string& key : {outside.string(), std::string("../outside.eml"), std::string("ann/../../outside.eml"),
                                 std::string("../mail/../outside.eml"), std::string("")}) {
    const std::string keys[] = {key};
    EXPECT_NE(settled(removing->remove(keys)).error(), nullptr) << key;
  }
  EXPECT_TRUE(fs::exists(outside));
  const std::string own[] = {"ann/own.eml"};
  EXPECT_EQ(settled(removing->remove(own)).error(), nullptr);
  EXPECT_FALSE(fs::exists(folder / "mail/ann/own.eml"));
}

TEST_F(DirectoryTest, deleting_is_the_ledgers_business) { EXPECT_FALSE(source->removes()); }

}  // namespace
}  // namespace n3
