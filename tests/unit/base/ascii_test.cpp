#include "base/ascii.hpp"

#include <gtest/gtest.h>

namespace n3::ascii {
namespace {

TEST(Ascii, changes_the_case_of_the_26_letters_only) {
  EXPECT_EQ(uppercase("retr [`{@azAZ09 \xe9"), "RETR [`{@AZAZ09 \xe9");
  EXPECT_EQ(lowercase("RETR [`{@azAZ09 \xc9"), "retr [`{@azaz09 \xc9");
}

TEST(Ascii, compares_keywords_in_any_case) {
  EXPECT_TRUE(same("StLs", "STLS"));
  EXPECT_FALSE(same("STLS", "STL"));
  EXPECT_FALSE(same("@", "`"));  // these differ in the bit that makes a letter small
  EXPECT_FALSE(same("\xe9", "\xc9"));
}

TEST(Ascii, takes_no_octet_over_127_for_a_letter_a_digit_or_a_control) {
  for (int octet = 128; octet < 256; ++octet) {
    const char c = static_cast<char>(octet);
    EXPECT_FALSE(is_digit(c) || is_alnum(c) || is_control(c)) << octet;
  }
}

TEST(Ascii, knows_the_33_controls) {
  int count = 0;
  for (int octet = 0; octet < 128; ++octet) count += is_control(static_cast<char>(octet));
  EXPECT_EQ(count, 33);
  EXPECT_TRUE(is_control('\x7f'));
  EXPECT_FALSE(is_control(' '));
}

}  // namespace
}  // namespace n3::ascii
