#include "spool_test.hpp"

#include <filesystem>
#include <fstream>
#include <iterator>

#include <unistd.h>

#include <n3/body.hpp>

#include "folder.hpp"

namespace n3 {
namespace {

namespace fs = std::filesystem;

// A source that lists whatever .eml files there are in a folder of the test.
class MailFileTest : public SpoolTest {
 protected:
  MailFileTest() {
    spool->mailbox("blog").source("folder", scripted([this](auto) { return list(); }), at_login);
    spool->start();
  }
  ~MailFileTest() override { spool.reset(); }

  void write(const std::string& name, const std::string& bytes) { folder.write(name, bytes); }

  Batch list() {
    Batch batch{.complete = true};
    for (const auto& entry : fs::directory_iterator(folder.path())) {
      const std::string name = entry.path().filename().string();
      batch.items.push_back(
          {.key = name.substr(0, name.find(':')),
           .content = MailFile{entry.path(), said_octets, may_be_partial},
           .is_wanted = [this](const Item& item) { return is_wanted(std::get<MailFile>(item.content).path); }});
    }
    std::ranges::sort(batch.items, {}, &Item::key);
    ++listed;
    return batch;
  }

  const test::Folder folder;
  int listed = 0;
  std::uint64_t said_octets = 0;
  bool may_be_partial = false;
  std::function<bool(const fs::path&)> is_wanted = [](const fs::path&) { return true; };
};

const std::string mail = "Subject: One\r\n\r\nText.\r\n";

TEST_F(MailFileTest, the_octets_are_those_that_a_client_is_sent) {
  const std::vector<std::pair<std::string, std::string>> forms{
      {"crlf", mail},
      {"lf only", "Subject: One\n\nText.\n"},
      {"no final line end", "Subject: One\n\nText."},
      {"no empty line after the header", "Subject: One\nFrom: a@example.org"},
      {"a lone CR and a NUL", std::string("Subject: One\n\nTe\rxt\0.\n", 22)},
      {"dots", "Subject: One\n\n.\n..\n"},
      {"large, mixed line ends", "Subject: One\n\n" + [] {
         std::string lines;
         for (int i = 0; i < 20'000; ++i) lines += i % 3 == 0 ? "a line of text\r\n" : ".another line\n";
         return lines;
       }()}};
  for (std::size_t i = 0; i < forms.size(); ++i) write(std::to_string(i), forms[i].second);
  auto session = login();
  ASSERT_EQ(session.count(), forms.size());
  for (std::size_t i = 0; i < forms.size(); ++i) {
    EXPECT_EQ(session.entry(i + 1).octets, octets(forms[i].second)) << forms[i].first;
    EXPECT_EQ(session.retrieve(i + 1), forms[i].second) << forms[i].first;
  }
}

TEST_F(MailFileTest, a_file_that_is_as_it_was_is_not_read_again) {
  write("1", mail);
  const auto octets = login().entry(1).octets;
  const auto time = fs::last_write_time(folder / "1");
  write("1", "Subject: One\n\nText.\n\n\n\n");  // as long as before, and dated back: nobody can see that it is another
  fs::last_write_time(folder / "1", time);
  EXPECT_EQ(login().entry(1).octets, octets);
}

// A client that has seen it would never fetch it again, and one that is about to would be told a wrong size.
TEST_F(MailFileTest, a_file_that_says_something_else_is_another_message) {
  write("1", mail);
  auto before = login();
  write("1", mail + "More.\r\n");
  auto after = login();
  EXPECT_EQ(after.count(), 1);
  EXPECT_NE(after.entry(1).uid, before.entry(1).uid);
  EXPECT_EQ(after.entry(1).octets, mail.size() + 7);
  EXPECT_EQ(after.retrieve(1), mail + "More.\r\n");
}

TEST_F(MailFileTest, a_file_that_is_touched_or_copied_back_is_the_same_message) {
  write("1", mail);
  auto before = login();
  fs::rename(folder / "1", folder / "saved");
  fs::copy(folder / "saved", folder / "1");
  fs::remove(folder / "saved");
  EXPECT_EQ(login().uids(), before.uids());
  fs::last_write_time(folder / "1", fs::file_time_type::clock::now() + std::chrono::hours(1));
  EXPECT_EQ(login().uids(), before.uids());
  EXPECT_EQ(before.retrieve(1), mail);
}

TEST_F(MailFileTest, a_file_with_other_line_ends_is_the_same_message) {
  write("1", "Subject: One\r\n\r\nText.\r\n");
  auto before = login();
  write("1", "Subject: One\n\nText.\n");
  EXPECT_EQ(login().uids(), before.uids());
}

TEST_F(MailFileTest, a_file_that_changes_after_it_was_listed_is_an_error_of_that_RETR_only) {
  write("1", mail);
  write("2", mail);
  auto session = login();
  write("1", mail + "More.\r\n");
  EXPECT_EQ(session.retrieve(1), "-ERR the message has gone since the maildrop was listed");
  EXPECT_EQ(session.retrieve(2), mail);
}

TEST_F(MailFileTest, a_file_that_vanishes_after_it_was_listed_is_an_error_of_that_RETR_only) {
  write("1", mail);
  write("2", mail);
  auto session = login();
  fs::remove(folder / "1");
  EXPECT_EQ(session.retrieve(1), "-ERR the message has gone since the maildrop was listed");
  EXPECT_EQ(session.retrieve(2), mail);
  EXPECT_EQ(login().count(), 1);
}

TEST_F(MailFileTest, a_file_that_is_renamed_after_it_was_listed_is_found_again_by_its_key) {
  write("1:2,", mail);
  auto session = login();
  fs::rename(folder / "1:2,", folder / "1:2,S");
  EXPECT_EQ(session.retrieve(1), mail);
  EXPECT_EQ(login().uids(), session.uids());
}

TEST_F(MailFileTest, a_large_file_that_is_being_sent_may_be_removed) {
  const std::string large = "Subject: Large\r\n\r\n" + std::string(300'000, 'x') + "\r\n";
  write("1", large);
  auto maildrop = spool->maildrop("ann", {"blog"});
  ASSERT_FALSE(settled(maildrop->list()).error());
  auto body = settled(maildrop->open(0));
  auto& chunks = std::get<Body::Chunks>(body.value()->content());
  std::string bytes(*settled(chunks->next()).value());
  fs::remove(folder / "1");
  for (auto piece = settled(chunks->next()); !piece.value()->empty(); piece = settled(chunks->next()))
    bytes += *piece.value();
  EXPECT_EQ(bytes, large);
}

TEST_F(MailFileTest, what_is_no_regular_file_is_left_out_with_one_log_line) {
  write("1", mail);
  fs::create_directory(folder / "2");
  fs::create_symlink("/etc/passwd", folder / "3");
  ASSERT_EQ(::mkfifo((folder / "4").c_str(), 0600), 0);
  EXPECT_EQ(login().count(), 1);
  EXPECT_EQ(login().count(), 1);
  EXPECT_EQ(logged("left out"), 3) << testing::PrintToString(log());
  EXPECT_EQ(logged("item 3 left out: " + (folder / "3").string() + ": it is a symbolic link"), 1);
}

TEST_F(MailFileTest, a_file_that_becomes_a_link_after_it_was_listed_is_not_followed) {
  write("1", mail);
  auto session = login();
  fs::remove(folder / "1");
  fs::create_symlink("/etc/passwd", folder / "1");
  EXPECT_EQ(session.retrieve(1), "-ERR the message cannot be read: it is a symbolic link");
}

TEST_F(MailFileTest, a_file_that_cannot_be_read_is_left_out_until_it_can) {
  if (::geteuid() == 0) GTEST_SKIP() << "root can read everything";
  write("1", mail);
  write("2", mail);
  fs::permissions(folder / "1", fs::perms::none);
  EXPECT_EQ(login().count(), 1);
  EXPECT_EQ(logged("item 1 left out"), 1);
  fs::permissions(folder / "1", fs::perms::owner_read);
  EXPECT_EQ(login().count(), 2);
}

TEST_F(MailFileTest, an_empty_file_is_no_message_until_it_has_octets) {
  write("1", mail);
  write("2", "");
  auto before = login();
  EXPECT_EQ(before.count(), 1);
  EXPECT_EQ(logged("item 2 left out: " + (folder / "2").string() + ": it is empty"), 1);
  write("2", mail);
  EXPECT_EQ(login().count(), 2);
}

TEST_F(MailFileTest, a_message_is_what_it_was_while_its_file_is_empty) {
  write("1", mail);
  auto before = login();
  write("1", "");
  auto meanwhile = login();
  EXPECT_EQ(meanwhile.uids(), before.uids());
  EXPECT_EQ(meanwhile.retrieve(1), "-ERR the message has gone since the maildrop was listed");
  write("1", mail);
  auto after = login();
  EXPECT_EQ(after.uids(), before.uids());
  EXPECT_EQ(after.retrieve(1), mail);
}

TEST_F(MailFileTest, a_file_that_may_be_partial_waits_as_long_as_somebody_writes_to_it) {
  may_be_partial = true;
  write("1", mail);
  {
    std::ofstream writer(folder / "2");
    writer << "Subject: Tw" << std::flush;
    EXPECT_EQ(login().count(), 1);
    writer << "o\n\nText.\n" << std::flush;
    EXPECT_EQ(login().count(), 1);
  }
  auto session = login();
  ASSERT_EQ(session.count(), 2);
  EXPECT_EQ(session.retrieve(2), "Subject: Two\n\nText.\n");
  EXPECT_EQ(logged("left out"), 0);
}

TEST_F(MailFileTest, a_message_is_what_it_was_while_its_file_is_rewritten) {
  may_be_partial = true;
  write("1", mail);
  const auto before = login();
  {
    std::ofstream writer(folder / "1");
    writer << "Subject: O" << std::flush;
    EXPECT_EQ(login().uids(), before.uids());
    writer << "ther\n\nText.\n";
  }
  auto after = login();
  ASSERT_EQ(after.count(), 1);
  EXPECT_NE(after.uids(), before.uids());
  EXPECT_EQ(after.retrieve(1), "Subject: Other\n\nText.\n");
}

TEST_F(MailFileTest, a_known_file_that_somebody_opens_and_does_not_change_is_served) {
  may_be_partial = true;
  write("1", mail);
  EXPECT_EQ(login().count(), 1);
  const std::ofstream writer(folder / "1", std::ios::app);
  EXPECT_EQ(login().retrieve(1), mail);
}

// The second time its source could know nothing better than that all is as it was.
TEST_F(MailFileTest, the_cursor_of_a_fetch_is_empty_where_a_file_could_not_be_read) {
  std::vector<std::string> cursors;
  spool->mailbox("news").source("folder", scripted([&](std::string_view cursor) {
                                  cursors.emplace_back(cursor);
                                  Batch batch = list();
                                  batch.cursor = "as it is now";
                                  return batch;
                                }),
                                at_login);
  write("1", "");
  for (int i = 0; i < 2; ++i) login("ann", {"news"});
  EXPECT_THAT(cursors, testing::Each(""));
  write("1", mail);
  for (int i = 0; i < 2; ++i) login("ann", {"news"});
  EXPECT_EQ(cursors.back(), "as it is now");
}

TEST_F(MailFileTest, a_file_that_is_not_wanted_is_never_read_and_no_message) {
  is_wanted = [](const fs::path& path) { return path.filename() != "2"; };
  write("1", mail);
  write("2", "");
  EXPECT_EQ(login().count(), 1);
  EXPECT_EQ(logged("left out"), 0);
}

TEST_F(MailFileTest, whether_it_is_wanted_is_not_asked_of_what_is_there) {
  int asked = 0;
  is_wanted = [&](const fs::path&) { return ++asked == 1; };
  write("1", mail);
  const auto before = login();
  fs::last_write_time(folder / "1", fs::file_time_type::clock::now() + std::chrono::hours(1));
  EXPECT_EQ(login().uids(), before.uids());
  EXPECT_EQ(asked, 1);
}

TEST_F(MailFileTest, a_file_that_says_what_is_not_wanted_is_shown_no_more_until_it_says_something_else) {
  is_wanted = [](const fs::path& path) { return fs::file_size(path) == mail.size(); };
  write("1", mail);
  const auto before = login();
  write("1", mail + "More.\r\n");
  EXPECT_EQ(login().count(), 0);
  write("1", mail);
  EXPECT_EQ(login().uids(), before.uids());
}

TEST_F(MailFileTest, octets_that_its_source_knows_are_listed_without_reading_the_file) {
  said_octets = mail.size() + 1;
  write("1", mail);
  EXPECT_EQ(login().entry(1).octets, mail.size() + 1);
}

TEST_F(MailFileTest, a_file_of_which_the_octets_were_said_rightly_is_served) {
  said_octets = mail.size();
  write("1", mail);
  auto session = login();
  EXPECT_EQ(session.retrieve(1), mail);
  EXPECT_EQ(session.retrieve(1), mail);
  EXPECT_EQ(login().uids(), session.uids());
}

// The UIDL and the octets that were listed are nobody's bytes, and stay so.
TEST_F(MailFileTest, a_file_of_which_the_octets_were_said_wrongly_is_not_sent_and_comes_as_another_message) {
  said_octets = mail.size() + 1;
  write("1", mail);
  auto wrong = login();
  EXPECT_EQ(wrong.retrieve(1), "-ERR the message is not as large as it was listed; it will be from the next login on");
  EXPECT_EQ(wrong.retrieve(1), "-ERR the message has gone since the maildrop was listed");
  EXPECT_EQ(logged("a client is sent 23 octets of it, and not 24"), 1) << testing::PrintToString(log());
  auto right = login();
  ASSERT_EQ(right.count(), 1);
  EXPECT_NE(right.uids(), wrong.uids());
  EXPECT_EQ(right.entry(1).octets, mail.size());
  EXPECT_EQ(right.retrieve(1), mail);
  EXPECT_EQ(login().uids(), right.uids());
}

TEST_F(MailFileTest, a_file_that_nobody_has_read_and_that_is_copied_back_is_the_same_message) {
  said_octets = mail.size();
  write("1", mail);
  const auto before = login();
  fs::last_write_time(folder / "1", fs::file_time_type::clock::now() - std::chrono::hours(1));
  EXPECT_EQ(login().uids(), before.uids());
  said_octets = 0;
  fs::last_write_time(folder / "1", fs::file_time_type::clock::now() - std::chrono::hours(2));
  auto after = login();
  EXPECT_EQ(after.uids(), before.uids());
  EXPECT_EQ(after.retrieve(1), mail);
}

TEST_F(MailFileTest, one_file_serves_each_session_its_own_copy) {
  write("1", mail);
  auto one = login("ann");
  auto two = login("bob");
  EXPECT_EQ(one.retrieve(1), mail);
  EXPECT_EQ(two.retrieve(1), mail);
  EXPECT_EQ(one.retrieve(1), mail);
}

}  // namespace
}  // namespace n3
