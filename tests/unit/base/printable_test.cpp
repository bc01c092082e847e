#include <n3/log.hpp>

#include <string>

#include <gtest/gtest.h>

#include "base/utf8.hpp"

namespace n3 {
namespace {

struct Text {
  std::string_view text;
  std::string_view printed;
};

class Printable : public testing::TestWithParam<Text> {};

INSTANTIATE_TEST_SUITE_P(
    examples, Printable,
    testing::Values(Text{"", ""}, Text{"andris@example.org", "andris@example.org"}, Text{"two words", "two words"},
                    Text{"K\u00f5iv \u20ac \U0001F600", "K\u00f5iv \u20ac \U0001F600"},
                    Text{"a\r\nlogin", R"(a\x0D\x0Alogin)"}, Text{"\t", R"(\x09)"}, Text{{"\0", 1}, R"(\x00)"},
                    Text{"\x1b[2J", R"(\x1B[2J)"}, Text{"\x7f", R"(\x7F)"}, Text{"caf\xe9", R"(caf\xE9)"},
                    Text{"\u0085", R"(\xC2\x85)"}, Text{"\u2028", R"(\xE2\x80\xA8)"}, Text{"\u2029", R"(\xE2\x80\xA9)"},
                    Text{R"(C:\mail)", R"(C:\\mail)"}, Text{R"(\x0A)", R"(\\x0A)"}));

TEST_P(Printable, shows_what_would_break_a_line_as_hexadecimal) {
  EXPECT_EQ(printable(GetParam().text), GetParam().printed);
}

TEST(PrintableText, is_valid_utf8_without_control_characters_whatever_the_octets) {
  for (int first = 0; first < 256; ++first) {
    for (int second = 0; second < 256; ++second) {
      const std::string text{static_cast<char>(first), static_cast<char>(second)};
      const std::string printed = printable(text);
      ASSERT_EQ(valid_utf8(printed), printed);
      for (const char c : printed) ASSERT_FALSE((c >= 0 && c < 0x20) || c == 0x7f) << first << " " << second;
    }
  }
}

TEST(PrintableText, is_never_the_same_for_two_texts) {
  EXPECT_NE(printable("\n"), printable("\\x0A"));
  EXPECT_NE(printable("\\"), printable("\\\\"));
}

}  // namespace
}  // namespace n3
