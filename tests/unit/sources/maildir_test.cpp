#include "mail_folder_test.hpp"

#include <atomic>
#include <functional>
#include <thread>

namespace n3 {
namespace {

namespace fs = std::filesystem;
using testing::ElementsAre;
using testing::UnorderedElementsAre;

class MaildirTest : public MailFolderTest {
 protected:
  MaildirTest() {
    for (const char* name : {"new", "cur", "tmp"}) fs::create_directory(folder / name);
  }

  std::string remove(const Names& names) {
    const auto answer = settled(source->remove(names));
    return answer.error() ? answer.error()->text : "";
  }

  std::unique_ptr<Source> source = maildir(folder.path());
};

TEST_F(MaildirTest, new_and_cur_are_listed_together_oldest_first) {
  write("new/3.host", 1);
  write("cur/1.host:2,S", 3);
  write("cur/2.host:2,", 2);
  write("tmp/4.host", 0);
  EXPECT_THAT(keys(*source), ElementsAre("1.host", "2.host", "3.host"));
  EXPECT_TRUE(fetch(*source).complete);
  EXPECT_EQ(fetch(*source).again, std::chrono::seconds(0));
}

TEST_F(MaildirTest, a_message_is_the_same_wherever_it_is_and_whatever_its_flags) {
  write("new/1.host");
  EXPECT_THAT(keys(*source), ElementsAre("1.host"));
  fs::rename(folder / "new/1.host", folder / "cur/1.host:2,");
  EXPECT_THAT(keys(*source), ElementsAre("1.host"));
  fs::rename(folder / "cur/1.host:2,", folder / "cur/1.host:2,RS");
  EXPECT_THAT(keys(*source), ElementsAre("1.host"));
  EXPECT_EQ(std::get<MailFile>(fetch(*source).items[0].content).path, folder / "cur/1.host:2,RS");
}

TEST_F(MaildirTest, the_octets_that_a_name_says_are_believed) {
  write("cur/1.host,S=17,W=20:2,S", 2);
  write("cur/2.host,S=18,W=20:2,S", 1);
  EXPECT_EQ(std::get<MailFile>(fetch(*source).items[0].content).octets, 20);
  EXPECT_EQ(std::get<MailFile>(fetch(*source).items[1].content).octets, 0);
}

// A batch that says that all is as it was has neither items nor the claim that there are none.
TEST_F(MaildirTest, a_folder_that_has_not_changed_is_not_listed_again) {
  write("cur/1.host:2,S");
  const std::string cursor = fetch(*source).cursor;
  ASSERT_NE(cursor, "");
  const Batch again = fetch(*source, cursor);
  EXPECT_TRUE(again.items.empty());
  EXPECT_FALSE(again.complete);
  EXPECT_EQ(again.cursor, cursor);
  EXPECT_EQ(again.again, std::chrono::seconds(0));
  EXPECT_EQ(fetch(*maildir(folder.path()), cursor).cursor, cursor);  // after a restart too
}

TEST_F(MaildirTest, whatever_happens_in_a_folder_has_it_listed_again) {
  write("cur/1.host:2,S");
  write("new/2.host");
  const std::vector<std::pair<const char*, std::function<void()>>> events{
      {"a message comes", [&] { write("new/3.host"); }},
      {"one is flagged", [&] { fs::rename(folder / "cur/1.host:2,S", folder / "cur/1.host:2,RS"); }},
      {"one is seen", [&] { fs::rename(folder / "new/2.host", folder / "cur/2.host:2,"); }},
      {"one goes", [&] { fs::remove(folder / "new/3.host"); }},
      {"a folder is replaced by one like it", [&] {
         fs::rename(folder / "new", folder / "old");
         fs::create_directory(folder / "new");
       }}};
  for (const auto& [what, happens] : events) {
    const std::string cursor = fetch(*source).cursor;
    happens();
    const Batch batch = fetch(*source, cursor);
    EXPECT_TRUE(batch.complete) << what;
    EXPECT_NE(batch.cursor, cursor) << what;
  }
}

TEST_F(MaildirTest, a_message_that_is_in_both_is_one_message) {
  write("new/1.host");
  write("cur/1.host:2,S");
  EXPECT_THAT(keys(*source), ElementsAre("1.host"));
  EXPECT_EQ(remove({"1.host"}), "");
  EXPECT_THAT(keys(*source), ElementsAre());
}

TEST_F(MaildirTest, hidden_files_folders_and_links_are_no_messages) {
  write("cur/.hidden");
  fs::create_directory(folder / "cur/folder");
  fs::create_symlink("/etc/passwd", folder / "cur/link");
  const Batch batch = fetch(*source);
  EXPECT_TRUE(batch.items.empty());
  EXPECT_THAT(batch.problems,
              ElementsAre("what is no regular file is left out of " + (folder / "cur").string() + ": 1, such as link"));
}

TEST_F(MaildirTest, removing_removes_the_files) {
  write("new/1.host");
  write("cur/2.host:2,S");
  write("cur/3.host:2,S");
  EXPECT_EQ(remove({"1.host", "2.host"}), "");
  EXPECT_FALSE(exists("new/1.host"));
  EXPECT_FALSE(exists("cur/2.host:2,S"));
  EXPECT_TRUE(exists("cur/3.host:2,S"));
}

TEST_F(MaildirTest, what_has_gone_already_is_no_error) {
  EXPECT_EQ(remove({"1.host"}), "");
  EXPECT_EQ(remove({}), "");
}

TEST_F(MaildirTest, a_key_is_compared_with_names_and_never_made_one) {
  write("keep", 0);
  EXPECT_EQ(remove({"../keep", "..", ".", "", "/etc/passwd"}), "");
  EXPECT_TRUE(exists("keep"));
}

TEST_F(MaildirTest, a_folder_that_is_no_maildir_is_an_error_with_its_name_and_the_cause) {
  fs::remove(folder / "cur");
  const std::string error = "cannot list " + (folder / "cur").string() + ": No such file or directory";
  EXPECT_EQ(error_of(*source), error);
  EXPECT_EQ(remove({"1"}), error);
}

TEST_F(MaildirTest, a_file_that_cannot_be_removed_is_an_error_with_its_name_and_the_cause) {
  if (::geteuid() == 0) GTEST_SKIP() << "root can remove everything";
  write("cur/1.host:2,S");
  fs::permissions(folder / "cur", fs::perms::owner_read | fs::perms::owner_exec);
  EXPECT_EQ(remove({"1.host"}), "cannot remove " + (folder / "cur/1.host:2,S").string() + ": Permission denied");
  fs::permissions(folder / "cur", fs::perms::owner_all);
}

TEST_F(MaildirTest, nothing_is_missed_while_another_program_renames) {
  constexpr int files = 200;
  for (int i = 0; i < files; ++i) write("new/" + std::to_string(i) + ".host");
  std::atomic<bool> done = false;
  std::thread reader([&] {  // a mail program that looks at one message after the other
    for (int i = 0; i < files && !done; ++i) {
      const std::string name = std::to_string(i) + ".host";
      fs::rename(folder / ("new/" + name), folder / ("cur/" + name + ":2,S"));
      std::this_thread::sleep_for(std::chrono::milliseconds(1));
    }
    done = true;
  });
  while (!done) EXPECT_EQ(keys(*source).size(), files);
  reader.join();
}

// Another program that sets and takes a flag of one message, over and over, among many that keep theirs.
class Flagging {
 public:
  Flagging(const fs::path& folder, const std::string& base) {
    thread_ = std::thread([this, plain = folder / (base + ":2,"), flagged = folder / (base + ":2,S")] {
      std::error_code gone;
      while (!done_ && !gone) {
        fs::rename(plain, flagged, gone);
        if (!gone) fs::rename(flagged, plain, gone);
      }
    });
  }
  ~Flagging() {
    done_ = true;
    thread_.join();
  }

 private:
  std::atomic<bool> done_ = false;
  std::thread thread_;
};

TEST_F(MaildirTest, a_batch_that_may_have_missed_a_message_is_not_complete) {
  constexpr int files = 1000;
  for (int i = 0; i < files; ++i) write("cur/" + std::to_string(i) + ".host:2,");
  const Flagging somebody(folder / "cur", "500.host");
  for (int i = 0; i < 20; ++i) {
    const Batch batch = fetch(*source);
    EXPECT_TRUE(!batch.complete || batch.items.size() == files) << batch.items.size();
  }
}

TEST_F(MaildirTest, removing_is_done_or_says_that_it_is_not_whatever_is_renamed) {
  for (int i = 0; i < 1000; ++i) write("cur/" + std::to_string(i) + ".host:2,");
  for (int i = 0; i < 20; ++i) {
    const std::string base = std::to_string(i) + ".host";
    std::string answer;
    {
      const Flagging somebody(folder / "cur", base);
      answer = remove({base});
    }
    EXPECT_FALSE(answer.empty() && (exists("cur/" + base + ":2,") || exists("cur/" + base + ":2,S")));
  }
}

// No folder changes by that, and only who opens the file sees it.
TEST_F(MaildirTest, through_a_spool_a_message_that_was_written_over_is_another_once_somebody_has_asked_for_it) {
  auto spool = Spool::open("memory");
  spool->mailbox("inbox").source("maildir", maildir(folder.path()), std::chrono::seconds(0));
  spool->start();
  write("cur/1.host:2,S", 2, "Subject: one\n\nOne\n");
  auto before = spool->maildrop("ann", {"inbox"});
  const std::string uid = (*settled(before->list()).value()->listing)[0].uid;
  write("cur/1.host:2,S", 1, "Subject: another\n\nOne\n");
  EXPECT_TRUE(settled(before->open(0)).error());
  auto after = spool->maildrop("ann", {"inbox"});
  EXPECT_NE((*settled(after->list()).value()->listing)[0].uid, uid);
  EXPECT_FALSE(settled(after->open(0)).error());
}

TEST_F(MaildirTest, through_a_spool_a_message_is_served_from_wherever_it_is_now) {
  auto spool = Spool::open("memory");
  spool->mailbox("inbox").source("maildir", maildir(folder.path()), std::chrono::seconds(0));
  spool->start();
  write("new/1.host", 2, "Subject: one\n\nOne\n");
  write("new/2.host", 1, "Subject: two\n\nTwo\n");
  auto maildrop = spool->maildrop("ann", {"inbox"});
  EXPECT_EQ(maildrop->locks(), Names{"inbox"});
  const auto snapshot = *settled(maildrop->list()).value();
  ASSERT_EQ(snapshot.listing->size(), 2);
  fs::rename(folder / "new/1.host", folder / "cur/1.host:2,S");
  auto body = settled(maildrop->open(0));
  ASSERT_TRUE(body.value());
  EXPECT_EQ(std::get<Body::View>(body.value()->content()).bytes, "Subject: one\n\nOne\n");
  const std::size_t both[] = {0, 1};
  EXPECT_TRUE(settled(maildrop->remove(both)).value());
  EXPECT_TRUE(fs::is_empty(folder / "new"));
  EXPECT_TRUE(fs::is_empty(folder / "cur"));
  EXPECT_EQ(settled(spool->maildrop("ann", {"inbox"})->list()).value()->listing->size(), 0);
}

}  // namespace
}  // namespace n3
