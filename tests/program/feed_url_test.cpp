#include "config/feed_url.hpp"

#include <gmock/gmock.h>

namespace n3::program {
namespace {

using testing::HasSubstr;
using testing::Not;

TEST(FeedPlace, is_a_URL_or_an_absolute_path) {
  struct {
    const char* text;
    const char* place;
  } const table[] = {
      {"https://example.org/a%20b", "https://example.org/a%20b"},
      {"feeds/a.xml", "/etc/n3/feeds/a.xml"},
      {"/srv/a%20b.xml", "/srv/a%20b.xml"},
      {"file:///srv/a%20b.xml", "/srv/a b.xml"},
      {"FILE://localhost/srv/a.xml", "/srv/a.xml"},
      {"file:/srv/100%.xml", "/srv/100%.xml"},
      {"file:feeds/a.xml", "/etc/n3/feeds/a.xml"},
      {"ftp://example.org/a", "ftp://example.org/a"},
  };
  for (const auto& [text, place] : table) EXPECT_EQ(feed_place(text, "/etc/n3"), place) << text;
}

TEST(FeedName, has_no_user_password_or_query_and_still_tells_feeds_apart) {
  EXPECT_EQ(feed_name("https://blog.example.org/feed.xml"), "https://blog.example.org/feed.xml");
  EXPECT_EQ(feed_name("HTTPS://blog.example.org"), "https://blog.example.org");
  EXPECT_EQ(feed_name("feeds/a.xml"), "feeds/a.xml");
  for (const std::string url :
       {"https://ann:s3cret@example.org/f", "https://example.org/f?token=s3cret", "https://example.org/f#s3cret",
        "https://s3cret@example.org/f", "https://example.org/f?s3cret@x"}) {
    EXPECT_THAT(feed_name(url), HasSubstr("https://example.org/f (")) << url;
    EXPECT_THAT(feed_name(url), Not(HasSubstr("s3cret")));
  }
  EXPECT_NE(feed_name("https://example.org/f?a=1"), feed_name("https://example.org/f?a=2"));
}

}  // namespace
}  // namespace n3::program
