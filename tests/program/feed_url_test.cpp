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
      {"http:example.org/a", "http:example.org/a"},
      {"/srv/a://b", "/srv/a:/b"},
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
  EXPECT_EQ(feed_name("https://social.example/@ann.rss"), "https://social.example/@ann.rss");
}

TEST(FeedName, shows_nothing_where_a_password_could_be_anywhere) {
  for (const std::string url :
       {"http:///suser:SPASS@host/a", "http://suser:SPASS/WORD@host/a", "http://suser:SPASS?WORD@host/a",
        "http://suser:SPASS#WORD@host/a", "http:suser:SPASS@host/a", "HTTP:/suser:SPASS@host/a",
        "http://suser:12/SPASS@host/a", "http://suser:SPASS"}) {
    EXPECT_THAT(feed_name(url), testing::MatchesRegex("http://[.][.][.] [(][0-9a-f]{8}[)]")) << url;
  }
}

TEST(UrlProblem, is_what_could_never_be_fetched) {
  struct {
    const char* url;
    const char* problem;
  } const table[] = {
      {"ftp://example.org/a", "cannot fetch ftp://"},
      {" https://ann:pass@example.org/a", "cannot fetch  https://"},
      {"http:example.org/a", "there must be \"//\" and a host"},
      {"http:/example.org/a", "there must be \"//\" and a host"},
      {"http://", "it has no host"},
      {"http:///a", "there must be \"//\" and a host"},
      {"https://:443/", "it has no host"},
      {"https://ann:pass@/", "it has no host"},
      {"http://[::1/", "what should be its host is none"},
      {"http://[1.2.3]/", "what should be its host is none"},
      {"http://<host>/", "what should be its host is none"},
      {"http://a b/", "a space as %20"},
      {"http://a/\x7f", "control characters"},
      {"http://x:99999/", "the port must be a number"},
      {"http://x:/", "the port must be a number"},
      {"http://x:80a/", "the port must be a number"},
      {"http://ann:pass/word@host/", "/ as %2F"},
      {"http://ann:pass?word@host/", "/ as %2F"},
      {"http://ann:pass#word@host/", "/ as %2F"},
  };
  for (const auto& [url, problem] : table) {
    EXPECT_THAT(url_problem(url), HasSubstr(problem)) << url;
    EXPECT_THAT(url_problem(url), Not(HasSubstr("ann:"))) << url;
  }
  for (const auto* url : {"http://example.org", "HTTPS://ann:pa%2Fss@example.org:8443/f?a#b", "http://[::1]:80/",
                          "http://127.0.0.1/", "https://a_b.example/@ann.rss", "https://bücher.example/"}) {
    EXPECT_EQ(url_problem(url), "") << url;
  }
}

}  // namespace
}  // namespace n3::program
