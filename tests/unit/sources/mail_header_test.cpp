#include "sources/mail_header.hpp"

#include <gtest/gtest.h>

namespace n3::sources {
namespace {

TEST(MailHeader, ends_before_the_empty_line) {
  EXPECT_EQ(header_of("A: 1\nB: 2\n\nText.\n"), "A: 1\nB: 2\n");
  EXPECT_EQ(header_of("A: 1\r\nB: 2\r\n\r\nText.\r\n"), "A: 1\r\nB: 2\r\n");
  EXPECT_EQ(header_of("A: 1"), "A: 1");
  EXPECT_EQ(header_of("\nText.\n"), "");
  EXPECT_EQ(header_of(""), "");
}

TEST(MailHeader, a_field_goes_on_as_long_as_lines_begin_with_blanks) {
  std::string_view header = "A: 1\n 2\n\t3\r\nB: 4\n";
  EXPECT_EQ(take_field(header), "A: 1\n 2\n\t3\r\n");
  EXPECT_EQ(take_field(header), "B: 4\n");
  EXPECT_TRUE(header.empty());
}

TEST(MailHeader, the_name_of_a_field_is_compared_without_case) {
  EXPECT_TRUE(is_field("X-UIDL: 1\n", "x-uidl"));
  EXPECT_TRUE(is_field("X-UIDL : 1\n", "X-UIDL"));
  EXPECT_FALSE(is_field("X-UIDLs: 1\n", "X-UIDL"));
  EXPECT_FALSE(is_field("X-UIDL\n", "X-UIDL"));
}

TEST(MailHeader, a_value_is_that_of_the_first_field_of_the_name) {
  EXPECT_EQ(field_value("A: 1\nB:  2 \t\r\nB: 3\n", "b"), "2");
  EXPECT_EQ(field_value("A: 1\r\n 2\r\n", "A"), "1 2");
  EXPECT_EQ(field_value("A:\r\n 2\r\n", "A"), "2");
  EXPECT_EQ(field_value("A:\n", "A"), "");
  EXPECT_EQ(field_value("A: 1\n", "B"), std::nullopt);
  EXPECT_EQ(field_value("", "B"), std::nullopt);
}

}  // namespace
}  // namespace n3::sources
