#include "mime/quoted_printable.hpp"

#include <string>

#include <gtest/gtest.h>

namespace {

using n3::mime::quoted_printable;

std::string x(std::size_t count) { return std::string(count, 'x'); }

TEST(QuotedPrintable, escapes_what_is_not_printable_ascii) {
  EXPECT_EQ(quoted_printable(""), "");
  EXPECT_EQ(quoted_printable("a=b\r\n"), "a=3Db\r\n");
  EXPECT_EQ(quoted_printable("Grüße\r\n"), "Gr=C3=BC=C3=9Fe\r\n");
  EXPECT_EQ(quoted_printable({"\0\x1b\x7f", 3}), "=00=1B=7F");
  EXPECT_EQ(quoted_printable("a\tb c"), "a\tb c");
}

TEST(QuotedPrintable, keeps_blanks_at_the_ends_of_lines) {
  EXPECT_EQ(quoted_printable("a \r\nb\t\r\n \r\n"), "a=20\r\nb=09\r\n=20\r\n");
}

TEST(QuotedPrintable, breaks_lines_softly_at_76_octets) {
  EXPECT_EQ(quoted_printable(x(76) + "\r\n"), x(76) + "\r\n");
  EXPECT_EQ(quoted_printable(x(77) + "\r\n"), x(75) + "=\r\nxx\r\n");
  EXPECT_EQ(quoted_printable(x(75) + "ä\r\n"), x(75) + "=\r\n=C3=A4\r\n");
  EXPECT_EQ(quoted_printable(x(73) + "=\r\n"), x(73) + "=3D\r\n");
  EXPECT_EQ(quoted_printable(x(74) + "=\r\n"), x(74) + "=\r\n=3D\r\n");
  EXPECT_EQ(quoted_printable(x(72) + "=yy\r\n"), x(72) + "=3D=\r\nyy\r\n");
  EXPECT_EQ(quoted_printable(x(74) + " y\r\n"), x(74) + " y\r\n");
  EXPECT_EQ(quoted_printable(x(74) + "  y\r\n"), x(74) + " =\r\n y\r\n");
}

TEST(QuotedPrintable, lets_no_line_begin_with_a_dot_or_from) {
  EXPECT_EQ(quoted_printable(".\r\n..\r\na.\r\n"), "=2E\r\n=2E.\r\na.\r\n");
  EXPECT_EQ(quoted_printable("From here\r\nFrom\r\nfrom here\r\n"), "=46rom here\r\nFrom\r\nfrom here\r\n");
  EXPECT_EQ(quoted_printable(x(75) + ".y\r\n"), x(75) + "=\r\n=2Ey\r\n");
  EXPECT_EQ(quoted_printable(x(75) + "From y\r\n"), x(75) + "=\r\n=46rom y\r\n");
}

}  // namespace
