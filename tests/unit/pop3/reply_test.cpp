#include "pop3/reply.hpp"

#include <gtest/gtest.h>

namespace n3::pop3 {
namespace {

using namespace std::literals;

// RFC 2449 section 4: printable ASCII, and 512 octets with "-ERR " and CRLF.
TEST(ReplyText, is_left_as_it_is_where_it_is_printable_ascii) {
  EXPECT_EQ(reply_text("the timeline (example.org) is down: try ~5 min later!"),
            "the timeline (example.org) is down: try ~5 min later!");
}

TEST(ReplyText, has_no_octet_that_could_end_the_line_or_confuse_a_client) {
  EXPECT_EQ(reply_text("a\r\n+OK b\0\t\x7f\xc3\xa9\xff"sv),
            "a??+OK b?"
            "??"
            "???");
  for (int octet = 0; octet < 256; ++octet) {
    const char c = reply_text(std::string(1, static_cast<char>(octet)))[0];
    EXPECT_TRUE(c >= ' ' && c <= '~') << octet;
  }
}

TEST(ReplyText, fits_the_longest_line_a_client_must_take) {
  EXPECT_EQ(reply_text(std::string(100'000, 'x')).size() + "-ERR \r\n"sv.size(), 507);
}

}  // namespace
}  // namespace n3::pop3
