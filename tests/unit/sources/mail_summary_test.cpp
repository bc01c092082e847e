#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "sources/mail_summary.hpp"

namespace n3::sources {
namespace {

using testing::ElementsAre;

std::vector<std::string> from(const std::string& value) { return MailSummary::of("From: " + value + "\n\n").from; }

TEST(MailSummaryTest, is_what_the_header_says) {
  const auto summary = MailSummary::of(
      "Received: x\r\nSubject: =?utf-8?Q?Caf=C3=A9?=\r\n and more\r\nFrom: Ann <ann@example.org>\r\n"
      "Date: Thu, 1 Jan 1970 00:00:10 +0000 (UTC)\r\n\r\nSubject: not this\r\n");
  EXPECT_EQ(summary.subject, "Café and more");
  EXPECT_THAT(summary.from, ElementsAre("Ann", "ann@example.org"));
  EXPECT_EQ(summary.date, std::chrono::sys_seconds(std::chrono::seconds(10)));
}

TEST(MailSummaryTest, of_what_has_no_header_is_empty) {
  for (const char* mail : {"", "\nSubject: x\n", "no header at all"}) {
    const auto summary = MailSummary::of(mail);
    EXPECT_EQ(summary.subject, "");
    EXPECT_TRUE(summary.from.empty());
    EXPECT_FALSE(summary.date);
  }
}

TEST(MailSummaryTest, names_and_addresses_are_told_apart) {
  EXPECT_THAT(from("ann@example.org"), ElementsAre("ann@example.org"));
  EXPECT_THAT(from("<ann@example.org>"), ElementsAre("ann@example.org"));
  EXPECT_THAT(from("ann@example.org (Ann Lee)"), ElementsAre("ann@example.org", "Ann Lee"));
  EXPECT_THAT(from("\"Lee, \\\"Ann\\\"\" <ann@example.org>, Bob <bob@example.org>"),
              ElementsAre("Lee, \"Ann\"", "ann@example.org", "Bob", "bob@example.org"));
  EXPECT_THAT(from("=?utf-8?Q?Lee=2C_Ann?= <ann@example.org>"), ElementsAre("Lee, Ann", "ann@example.org"));
  EXPECT_THAT(from("\"never ended <ann@example.org>"), ElementsAre("never ended <ann@example.org>"));
}

}  // namespace
}  // namespace n3::sources
