#include "mail_folder_test.hpp"

#include <chrono>
#include <ctime>

namespace n3 {
namespace {

namespace fs = std::filesystem;
using namespace std::chrono_literals;
using testing::ElementsAre;
using testing::UnorderedElementsAre;

// A folder that is filtered, as a spool sees it.
class MailFilterTest : public MailFolderTest {
 protected:
  static std::string mail(const std::string& subject, const std::string& from, int days_old = 0) {
    const std::time_t time = std::chrono::system_clock::to_time_t(std::chrono::system_clock::now() - days_old * 24h);
    std::tm parts{};
    char date[64];
    std::strftime(date, sizeof date, "%d %b %Y %T +0000", ::gmtime_r(&time, &parts));
    return "From: " + from + "\nSubject: " + subject + "\nDate: " + date + "\n\nText.\n";
  }

  void mailbox(Filter filter, std::unique_ptr<Source> source) {
    spool->mailbox("mail").source("folder", filtered(std::move(source), std::move(filter)), 0s);
    spool->start();
  }
  void mailbox(Filter filter) { mailbox(std::move(filter), directory(folder.path())); }

  Names subjects() const {
    auto maildrop = spool->maildrop("ann", {"mail"});
    auto listed = settled(maildrop->list());
    Names all;
    for (std::size_t i = 0; i < listed.value()->listing->size(); ++i) {
      auto body = settled(maildrop->open(i));
      if (!body.value()) continue;
      const std::string text(std::get<Body::View>(body.value()->content()).bytes);
      const std::size_t begin = text.find("Subject: ") + 9;
      all.push_back(text.substr(begin, text.find('\n', begin) - begin));
    }
    return all;
  }

  std::shared_ptr<Spool> spool = Spool::open("memory");
};

TEST_F(MailFilterTest, an_expression_is_looked_for_in_the_subject_and_in_the_name_and_address_of_from) {
  write("1.eml", 4, mail("The Sea", "x@example.org"));
  write("2.eml", 3, mail("two", "Ann Sea <a@example.org>"));
  write("3.eml", 2, mail("three", "Ann <Sea@example.org>"));
  write("4.eml", 1, mail("four", "Ann <ann@example.org>") + "Sea\n");
  mailbox({.include = "Sea", .exclude = "^three$"});
  EXPECT_THAT(subjects(), ElementsAre("The Sea", "two"));
}

TEST_F(MailFilterTest, what_is_encoded_is_decoded_first) {
  write("1.eml", 2, mail("=?utf-8?Q?Caf=C3=A9?=", "x@example.org"));
  write("2.eml", 1, mail("Tea", "x@example.org"));
  mailbox({.include = "^Café$"});
  EXPECT_THAT(subjects(), ElementsAre("=?utf-8?Q?Caf=C3=A9?="));
}

TEST_F(MailFilterTest, what_is_too_old_when_it_is_first_seen_is_left_out_and_what_has_no_date_is_not) {
  write("1.eml", 3, mail("old", "x@example.org", 31));
  write("2.eml", 2, mail("new", "x@example.org", 29));
  write("3.eml", 1, "Subject: dateless\n\nText.\n");
  mailbox({.maximum_age = 30 * 24h});
  EXPECT_THAT(subjects(), ElementsAre("new", "dateless"));
}

TEST_F(MailFilterTest, a_mail_that_was_left_out_is_looked_at_again_when_it_says_something_else) {
  write("1.eml", 2, mail("spam", "x@example.org"));
  mailbox({.exclude = "spam"});
  EXPECT_THAT(subjects(), ElementsAre());
  write("1.eml", 1, mail("no more of it", "x@example.org"));
  EXPECT_THAT(subjects(), ElementsAre("no more of it"));
  write("1.eml", 0, mail("spam again", "x@example.org"));
  EXPECT_THAT(subjects(), ElementsAre());
}

// Nobody can see that the file is another, but who reads it.
TEST_F(MailFilterTest, a_header_is_read_once_as_long_as_its_file_stays_as_it_is) {
  write("1.eml", 5, mail("spam", "x@example.org"));
  mailbox({.exclude = "spam"});
  EXPECT_THAT(subjects(), ElementsAre());
  const auto time = fs::last_write_time(folder / "1.eml");
  write("1.eml", 5, mail("tea!", "x@example.org"));
  fs::last_write_time(folder / "1.eml", time);
  for (int i = 0; i < 2; ++i) {
    write(std::to_string(i) + "more.eml", 3 - i, mail("more", "x@example.org"));
    EXPECT_EQ(subjects().size(), i + 1);
  }
}

TEST_F(MailFilterTest, of_two_filters_both_count) {
  write("1.eml", 3, mail("spam", "x@example.org"));
  write("2.eml", 2, mail("coffee", "x@example.org"));
  write("3.eml", 1, mail("tea", "x@example.org"));
  mailbox({.exclude = "coffee"}, filtered(directory(folder.path()), {.exclude = "spam"}));
  EXPECT_THAT(subjects(), ElementsAre("tea"));
}

TEST_F(MailFilterTest, a_maildir_and_an_mbox_are_filtered_alike) {
  for (const char* name : {"new", "cur"}) fs::create_directory(folder / name);
  write("new/1.host", 2, mail("spam", "x@example.org"));
  write("new/2.host", 1, mail("tea", "x@example.org"));
  write("mbox", 1,
        "From x Thu Jan  1 00:00:10 1970\n" + mail("spam", "x@example.org") + "\nFrom x Thu Jan  1 00:00:10 1970\n" +
            mail("coffee", "x@example.org") + "\n");
  spool->mailbox("mail").source("mbox", filtered(mbox(folder / "mbox"), {.exclude = "spam"}), 0s);
  mailbox({.exclude = "spam"}, maildir(folder.path()));
  EXPECT_THAT(subjects(), UnorderedElementsAre("tea", "coffee"));
}

}  // namespace
}  // namespace n3
