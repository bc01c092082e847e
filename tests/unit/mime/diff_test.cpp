#include "mime/diff.hpp"

#include <gtest/gtest.h>

#include <random>
#include <string>

namespace n3::mime {
namespace {

std::string shown(std::string_view before, std::string_view after) {
  std::string text;
  for (const auto& [in, line] : diff(before, after)) {
    text += in == DiffLine::In::both ? ' ' : in == DiffLine::In::before ? '-' : '+';
    text.append(line) += '\n';
  }
  return text;
}

TEST(Diff, shows_which_lines_went_and_which_came) {
  EXPECT_EQ(shown("a\nb\nc\n", "a\nx\nc\n"), " a\n-b\n+x\n c\n");
  EXPECT_EQ(shown("a\nb\n", "a\nb\nc\n"), " a\n b\n+c\n");
  EXPECT_EQ(shown("a\nb\nc\nd\n", "b\nd\n"), "-a\n b\n-c\n d\n");
  EXPECT_EQ(shown("a\na\n", "a\n"), " a\n-a\n");
  EXPECT_EQ(shown("", "a"), "+a\n");
  EXPECT_EQ(shown("", ""), "");
}

TEST(Diff, takes_CRLF_for_LF_and_a_missing_last_line_end_for_one) {
  EXPECT_EQ(shown("a\r\nb\r\n", "a\nb"), " a\n b\n");
}

TEST(Diff, of_very_long_texts_is_all_that_lies_between_the_first_change_and_the_last) {
  std::string before = "first\n";
  std::string after = "first\n";
  for (int i = 0; i < 3000; ++i) {
    before += "b" + std::to_string(i) + "\n";
    after += "a" + std::to_string(i) + "\n";
  }
  before += "last\n";
  after += "last\n";
  const auto lines = diff(before, after);
  ASSERT_EQ(lines.size(), 6002);
  EXPECT_EQ(lines.front(), (DiffLine{DiffLine::In::both, "first"}));
  EXPECT_EQ(lines.back(), (DiffLine{DiffLine::In::both, "last"}));
}

TEST(Diff, gives_both_texts_back) {
  std::mt19937 random(2);
  for (int round = 0; round < 200; ++round) {
    std::string texts[2];
    for (std::string& text : texts)
      for (auto lines = random() % 12; lines > 0; --lines) (text += static_cast<char>('a' + random() % 4)) += '\n';
    std::string before;
    std::string after;
    for (const auto& [in, line] : diff(texts[0], texts[1])) {
      if (in != DiffLine::In::after) before.append(line) += '\n';
      if (in != DiffLine::In::before) after.append(line) += '\n';
    }
    ASSERT_EQ(before, texts[0]);
    ASSERT_EQ(after, texts[1]);
  }
}

}  // namespace
}  // namespace n3::mime
