#include "mail_folder_test.hpp"

#include <fcntl.h>

namespace n3 {
namespace {

namespace fs = std::filesystem;
using testing::ElementsAre;

std::string mail(const std::string& text, const std::string& notes = "") {
  return "From ann@example.org Mon Nov 23 10:15:00 2026\nSubject: x\n" + notes + "\n" + text + "\n\n";
}

class MboxTest : public MailFolderTest {
 protected:
  void write_mbox(const std::string& text) { folder.write("mbox", text); }

  static Names texts(const Batch& batch) {
    Names texts;
    for (const Item& item : batch.items) {
      const std::string& bytes = std::get<Mail>(item.content).bytes;
      texts.push_back(bytes.substr(bytes.find("\n\n") + 2));
    }
    return texts;
  }

  std::unique_ptr<Source> source = mbox(folder / "mbox");
};

TEST_F(MboxTest, the_mail_comes_in_the_order_of_the_file) {
  write_mbox(mail("One.") + mail("Two.") + mail("Three."));
  const Batch batch = fetch(*source);
  EXPECT_THAT(texts(batch), ElementsAre("One.\n", "Two.\n", "Three.\n"));
  EXPECT_TRUE(batch.complete);
  EXPECT_EQ(batch.again, std::chrono::seconds(0));
  EXPECT_FALSE(source->removes());
}

TEST_F(MboxTest, mail_that_other_programs_have_made_notes_in_is_the_same) {
  write_mbox(mail("One.") + mail("Two."));
  const auto before = keys(*source);
  write_mbox(mail("One.", "Status: RO\nX-UID: 1\n") + mail("Two.", "Status: O\n") + mail("Three."));
  const auto after = keys(*source);
  ASSERT_EQ(after.size(), 3);
  EXPECT_EQ((Names{after[0], after[1]}), before);
}

TEST_F(MboxTest, equal_mail_is_told_apart_by_its_order) {
  write_mbox(mail("One.") + mail("Two.") + mail("One."));
  const auto all = keys(*source);
  EXPECT_EQ(all.at(2), all.at(0) + "/2");
}

TEST_F(MboxTest, a_file_that_is_as_it_was_is_not_read_again) {
  write_mbox(mail("One."));
  const std::string cursor = fetch(*source).cursor;
  auto again = settled(source->fetch(cursor));
  EXPECT_TRUE(again.value()->items.empty());
  EXPECT_FALSE(again.value()->complete);
  EXPECT_EQ(again.value()->cursor, cursor);
  EXPECT_EQ(settled(mbox(folder / "mbox", MboxFormat::mboxo)->fetch(cursor)).value()->items.size(), 1);
  write_mbox(mail("One.") + mail("Two."));
  EXPECT_EQ(settled(source->fetch(cursor)).value()->items.size(), 2);
}

TEST_F(MboxTest, a_last_line_without_an_end_is_still_being_written) {
  write_mbox(mail("One.") + mail("Two.") + "From ann@example.org");
  const Batch batch = fetch(*source);
  EXPECT_THAT(texts(batch), ElementsAre("One.\n"));
  EXPECT_FALSE(batch.complete);
  EXPECT_THAT(batch.problems,
              ElementsAre("the last mail in " + (folder / "mbox").string() + " has no end yet, and is left out"));
}

TEST_F(MboxTest, an_empty_file_is_an_empty_mailbox_and_none_is_an_error) {
  EXPECT_EQ(error_of(*source), "cannot read " + (folder / "mbox").string() + ": No such file or directory");
  write_mbox("");
  EXPECT_TRUE(fetch(*source).items.empty());
  EXPECT_TRUE(fetch(*source).complete);
}

TEST_F(MboxTest, what_is_no_mbox_is_an_error) {
  write_mbox("Subject: x\n\nText.\n");
  EXPECT_EQ(error_of(*source), "cannot read " + (folder / "mbox").string() +
                                   ": it is no mbox: it does not begin with \"From \", a sender and a date");
}

TEST_F(MboxTest, a_file_that_another_program_has_locked_is_not_read) {
  write_mbox(mail("One."));
  folder.write("mbox.lock", "");
  EXPECT_EQ(error_of(*source), "another program is writing " + (folder / "mbox").string() + ", " +
                                   (folder / "mbox.lock").string() + " is there");
  fs::remove(folder / "mbox.lock");
  EXPECT_EQ(error_of(*source), "");

  const int writer = ::open((folder / "mbox").c_str(), O_RDWR | O_CLOEXEC);
  struct flock whole{};
  whole.l_type = F_WRLCK;
  ASSERT_EQ(::fcntl(writer, F_OFD_SETLK, &whole), 0);
  EXPECT_EQ(error_of(*source), "another program is writing " + (folder / "mbox").string());
  ::close(writer);
  EXPECT_EQ(error_of(*source), "");
}

TEST_F(MboxTest, through_a_spool_it_is_served_and_kept_and_DELE_hides) {
  const std::string text = mail("From me\n\nOne.") + mail("Two.");
  write_mbox(text);
  auto spool = Spool::open("memory");
  spool->mailbox("inbox").source("mbox", std::move(source), std::chrono::seconds(60));
  spool->start();
  const auto listed = [&](Maildrop& maildrop) { return *settled(maildrop.list()).value(); };
  auto maildrop = spool->maildrop("ann", {"inbox"});
  EXPECT_THAT(maildrop->locks(), testing::IsEmpty());
  const auto before = listed(*maildrop);
  ASSERT_EQ(before.listing->size(), 2);
  auto body = settled(maildrop->open(0));
  EXPECT_EQ(std::get<Body::View>(body.value()->content()).bytes, "Subject: x\n\nFrom me\n\nOne.\n");

  const std::size_t first[] = {0};
  EXPECT_TRUE(settled(maildrop->remove(first)).value());
  write_mbox(mail("From me\n\nOne.", "Status: RO\n") + mail("Two.", "Status: RO\n") + mail("Three."));
  auto next = spool->maildrop("ann", {"inbox"});
  const auto after = listed(*next);
  ASSERT_EQ(after.listing->size(), 3);
  EXPECT_EQ((*after.listing)[1].uid, (*before.listing)[1].uid);
  EXPECT_THAT(after.hidden, ElementsAre(IndexRange{0, 1}));
  EXPECT_EQ(std::get<Body::View>(settled(next->open(1)).value()->content()).bytes, "Subject: x\n\nTwo.\n");

  write_mbox(mail("Three."));
  EXPECT_EQ(listed(*spool->maildrop("bob", {"inbox"})).listing->size(), 1);
}

}  // namespace
}  // namespace n3
