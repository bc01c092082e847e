#include "sources/mbox_reader.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace n3::sources {
namespace {

using testing::ElementsAre;
using testing::IsEmpty;

const std::string from = "From ann@example.org Mon Nov 23 10:15:00 2026\n";

MboxContent read(std::string_view text, MboxFormat format = MboxFormat::mboxrd) {
  auto content = read_mbox(text, format);
  if (!content) throw std::runtime_error(content.error());
  return *std::move(content);
}

TEST(MboxReader, mail_is_what_stands_between_the_From_lines_without_the_empty_line_at_its_end) {
  const auto content =
      read(from + "Subject: 1\n\nOne.\n\n" + from + "Subject: 2\n\nTwo.\n\n\n" + from + "Subject: 3\n");
  EXPECT_THAT(content.mails, ElementsAre("Subject: 1\n\nOne.\n", "Subject: 2\n\nTwo.\n\n", "Subject: 3\n"));
  EXPECT_TRUE(content.is_whole);
}

TEST(MboxReader, lines_may_end_in_CRLF) {
  const std::string crlf = "From ann@example.org Mon Nov 23 10:15:00 2026\r\n";
  const auto content = read(crlf + "A: 1\r\n\r\nOne.\r\n\r\n" + crlf + "A: 2\r\n\r\n>From me\r\n");
  EXPECT_THAT(content.mails, ElementsAre("A: 1\r\n\r\nOne.\r\n", "A: 2\r\n\r\nFrom me\r\n"));
}

TEST(MboxReader, an_empty_file_has_no_mail) {
  EXPECT_THAT(read("").mails, IsEmpty());
  EXPECT_TRUE(read("").is_whole);
}

TEST(MboxReader, mail_whose_last_line_has_no_end_is_left_out) {
  const auto content = read(from + "A: 1\n\nOne.\n\n" + from + "A: 2\n\nTwo.");
  EXPECT_THAT(content.mails, ElementsAre("A: 1\n\nOne.\n"));
  EXPECT_FALSE(content.is_whole);
  for (const char* start : {"F", "From ann@example.org Mon Nov 23 10:15:00 20"}) {
    EXPECT_THAT(read(start).mails, IsEmpty()) << start;
    EXPECT_FALSE(read(start).is_whole) << start;
  }
}

TEST(MboxReader, each_format_is_unquoted_as_it_quotes) {
  const std::string text = from + "A: 1\n\n>From me\n>>From you\n> From him\n>From\n";
  EXPECT_THAT(read(text, MboxFormat::mboxrd).mails, ElementsAre("A: 1\n\nFrom me\n>From you\n> From him\n>From\n"));
  EXPECT_THAT(read(text, MboxFormat::mboxo).mails, ElementsAre("A: 1\n\nFrom me\n>>From you\n> From him\n>From\n"));
}

TEST(MboxReader, a_header_is_not_unquoted) {
  const std::string mail = ">From ann Mon Nov 23 10:15:00 2026 remote from host\nA: 1\n\nText.\n";
  EXPECT_THAT(read(from + mail).mails, ElementsAre(mail));
}

TEST(MboxReader, a_From_line_has_a_date_as_programs_write_them) {
  for (const char* line : {"From ann@example.org Mon Nov 23 10:15:00 2026", "From - Mon Nov 23 10:15:00 2026",
                           "From ann  Mon Nov  3 9:15 2026", "From \"a b\"@example.org Mon Nov 23 10:15:00 2026 +0100",
                           "From ann Mon Nov 23 10:15:00 CET 2026", "From ann Mon, 23 Nov 2026 10:15:00 +0000"})
    EXPECT_EQ(read(from + "A: 1\n\nOne.\n\n" + line + "\nA: 2\n").mails.size(), 2) << line;
}

TEST(MboxReader, a_line_of_text_without_one_is_none) {
  for (const char* line :
       {"From here on", "From 2026 to 2027", "From 10:15 to 11:15", "from ann Mon Nov 23 10:15:00 2026",
        " From ann Mon Nov 23 10:15:00 2026", "From: ann Mon Nov 23 10:15:00 2026", "From"})
    EXPECT_EQ(read(from + "A: 1\n\nOne.\n\n" + line + "\nTwo.\n").mails.size(), 1) << line;
}

TEST(MboxReader, Content_Length_is_not_looked_at) {
  const std::string first = "Content-Length: 1000\n\nOne.\n";
  EXPECT_THAT(read(from + first + "\n" + from + "A: 2\n").mails, ElementsAre(first, "A: 2\n"));
}

TEST(MboxReader, the_notes_of_a_program_at_the_beginning_are_no_mail) {
  const std::string notes = "Subject: DON'T DELETE THIS MESSAGE\nX-IMAP: 1795699253 0000000007\n\nNotes.\n";
  EXPECT_THAT(read(from + notes + "\n" + from + "A: 2\n").mails, ElementsAre("A: 2\n"));
}

TEST(MboxReader, what_is_no_mbox_is_an_error) {
  for (const char* text : {"\n", "Subject: x\n\nText.\n", "From here on\n", ">From ann Mon Nov 23 10:15:00 2026\n"}) {
    const auto content = read_mbox(text, MboxFormat::mboxrd);
    EXPECT_EQ(content ? "" : content.error(), "it is no mbox: it does not begin with \"From \", a sender and a date")
        << text;
  }
}

TEST(MboxReader, the_key_of_mail_stays_whatever_programs_note_in_its_header) {
  const std::string key = mbox_key("Subject: x\nDate: y\n\nText.\n");
  EXPECT_EQ(mbox_key("Status: RO\nSubject: x\nX-Status: A\nX-Keywords:\n $Junk\nDate: y\nX-UID: 17\n\nText.\n"), key);
  EXPECT_EQ(mbox_key("X-IMAPbase: 1 2\nSubject: x\nDate: y\nContent-Length: 6\nLines: 1\n\nText.\n"), key);
  for (const char* other : {"Subject: x\nDate: y\n\nText\n", "Subject: x\nDate: z\n\nText.\n", "Subject: x\nDate: y\n",
                            "Subject: x\nDate: y\n\nStatus: RO\nText.\n"})
    EXPECT_NE(mbox_key(other), key) << other;
}

}  // namespace
}  // namespace n3::sources
