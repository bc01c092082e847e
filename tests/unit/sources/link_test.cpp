#include <gtest/gtest.h>

#include "sources/link.hpp"

namespace n3::feeds {
namespace {

TEST(Trimmed, has_no_white_space_at_its_ends) {
  EXPECT_EQ(trimmed(" \t\r\n a b \n"), "a b");
  EXPECT_EQ(trimmed("a"), "a");
  EXPECT_EQ(trimmed(" \n "), "");
  EXPECT_EQ(trimmed(""), "");
}

TEST(Absolute, is_a_link_as_seen_from_its_base) {
  const std::string base = "https://a.example/x/y?z";
  const struct {
    const char *link, *absolute;
  } cases[] = {
      {"b", "https://a.example/x/b"},
      {"/b", "https://a.example/b"},
      {"../b", "https://a.example/b"},
      {"//c.example/d", "https://c.example/d"},
      {"?q=1", "https://a.example/x/y?q=1"},
      {"#top", "https://a.example/x/y?z#top"},
      {"\n b c ", "https://a.example/x/b%20c"},
      {"ä", "https://a.example/x/%C3%A4"},
      {"http://b.example/ä", "http://b.example/ä"},
      {"mailto:ann@a.example", "mailto:ann@a.example"},
      {"", ""},
  };
  for (const auto& one : cases) EXPECT_EQ(absolute(one.link, base), one.absolute) << one.link;
}

TEST(Absolute, is_the_link_itself_where_the_base_is_none_or_too_long) {
  EXPECT_EQ(absolute(" a b ", ""), "a%20b");
  EXPECT_EQ(absolute("b", "https://a.example/" + std::string(2000, 'x')), "b");
}

TEST(AsciiLink, has_nothing_that_would_end_it_in_a_header) {
  EXPECT_EQ(ascii_link("https://a.example/ä b<c>\r\n"), "https://a.example/%C3%A4%20b%3Cc%3E%0D%0A");
  EXPECT_EQ(ascii_link("https://a.example/%C3%A4?b=c&d#e"), "https://a.example/%C3%A4?b=c&d#e");
}

TEST(RunsScript, sees_through_what_browsers_do_not_mind) {
  for (const char* link : {"javascript:x", "JavaScript:x", " \tjava\nscript :x", "\x01javascript:x", "vbscript:x"})
    EXPECT_TRUE(runs_script(link)) << link;
  for (const char* link : {"", "https://a.example/javascript:x", "/javascript:x", "data:x", "mailto:javascript"})
    EXPECT_FALSE(runs_script(link)) << link;
}

}  // namespace
}  // namespace n3::feeds
