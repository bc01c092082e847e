#include "base/one_line.hpp"

#include <gtest/gtest.h>

namespace n3::program {
namespace {

TEST(OneLine, escapes_what_ends_lines_or_moves_cursors_and_nothing_twice) {
  EXPECT_EQ(one_line("plain ä"), "plain ä");
  EXPECT_EQ(one_line("a\r\nb\x1b[2J"), "a\\x0D\\x0Ab\\x1B[2J");
  EXPECT_EQ(one_line("a\\x0Ab\\"), "a\\x0Ab\\");
  EXPECT_EQ(one_line("\xff"), "\\xFF");
  EXPECT_EQ(one_line(one_line("a\nb")), one_line("a\nb"));
  EXPECT_EQ(one_line(""), "");
}

}  // namespace
}  // namespace n3::program
