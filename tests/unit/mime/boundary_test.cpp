#include "mime/boundary.hpp"

#include <string>

#include <gtest/gtest.h>

namespace {

using n3::mime::Boundaries;

TEST(Boundaries, depend_on_the_uid_and_on_nothing_else) {
  Boundaries boundaries("one");
  Boundaries same("one");
  Boundaries other("two");
  const std::string first = boundaries.next();
  EXPECT_EQ(first, "=_dd982210e11dcf0f614c64101ef75ac1");
  EXPECT_EQ(same.next(), first);
  EXPECT_NE(other.next(), first);
  EXPECT_EQ(same.next(), boundaries.next());
}

TEST(Boundaries, are_all_different_and_of_one_length) {
  Boundaries boundaries("one");
  const std::string first = boundaries.next();
  const std::string second = boundaries.next();
  EXPECT_NE(first, second);
  EXPECT_EQ(first.size(), 34u);
  EXPECT_EQ(second.size(), 34u);
}

TEST(Boundaries, skip_those_that_occur) {
  Boundaries free("one");
  const std::string first = free.next();
  const std::string second = free.next();
  const std::string third = free.next();

  const std::string content = "text\r\n--" + first + "\r\n" + second.substr(0, 20) + " " + third + "x";
  Boundaries boundaries("one");
  boundaries.avoid(content);
  EXPECT_EQ(boundaries.next(), second);
  EXPECT_NE(boundaries.next(), third);
}

}  // namespace
