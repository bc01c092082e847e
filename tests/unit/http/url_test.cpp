#include <gtest/gtest.h>

#include "base/ascii.hpp"
#include "http/url.hpp"

namespace n3::http {
namespace {

TEST(UrlTest, a_URL_is_cut_into_its_parts) {
  const UrlParts parts = UrlParts::of("https://ann:p@ss@example.org:8443/a/feed?key=1#x");
  EXPECT_EQ(parts.scheme, "https://");
  EXPECT_EQ(parts.user, "ann:p@ss@");
  EXPECT_EQ(parts.host, "example.org");
  EXPECT_EQ(parts.port, ":8443");
  EXPECT_EQ(parts.path, "/a/feed");
  EXPECT_EQ(parts.rest, "?key=1#x");
  EXPECT_EQ(UrlParts::of("http://[::1]:80/").host, "[::1]");
  EXPECT_EQ(UrlParts::of("http://[::1]/").host, "[::1]");
  EXPECT_EQ(UrlParts::of("/srv/ann@home/feed.xml").path, "/srv/ann@home/feed.xml");
}

TEST(UrlTest, user_password_query_and_fragment_may_hold_secrets) {
  EXPECT_EQ(without_secrets("https://example.org/feed.xml"), "https://example.org/feed.xml");
  EXPECT_EQ(without_secrets("https://ann:pass@example.org:8443/feed?key=1#x"), "https://example.org:8443/feed");
  EXPECT_EQ(without_secrets("https://ann:p@ss@example.org"), "https://example.org");
  EXPECT_EQ(without_secrets("https://example.org?key=1"), "https://example.org");
  EXPECT_EQ(without_secrets("https://medium.example/@ann/feed"), "https://medium.example/@ann/feed");
  EXPECT_EQ(without_secrets("http://[::1]:80/feed?m=a"), "http://[::1]:80/feed");
  EXPECT_EQ(without_secrets("no url"), "no url");
  EXPECT_EQ(without_secrets(""), "");
  EXPECT_EQ(without_secrets("/srv/ann:x@home/feed.xml"), "/srv/ann:x@home/feed.xml");
  EXPECT_EQ(without_user("https://ann:pass@example.org/feed?key=1#x"), "https://example.org/feed?key=1#x");
  EXPECT_EQ(without_user_and_query("https://ann:pass@example.org/@ann/feed?key=1#x"), "https://example.org/@ann/feed");
}

TEST(UrlTest, no_password_is_seen_however_a_URL_is_mistyped) {
  for (const char* url :
       {"http:///suser:SPASS@host/atom?token=SPASS", "http:/suser:SPASS@host/", "http:suser:SPASS@host/",
        "HTTP:\\\\suser:SPASS@host", "http://suser:SPASS/WORD@host/atom", "http://suser:1/SPASS@host/atom",
        "http://suser:SPASS?WORD@host/atom", "http://suser:SPASS#WORD@host/atom", "http://suser:SPASS/@host/atom",
        "http://suser:SPASS", "http://suser/SPASS@host", "http://suser:SPASS%40host/atom", "http://:SPASS@",
        "http://host:80/@x?key=SPASS@y", "http://u:p@suser:SPASS/x@host", "https:?key=SPASS",
        "http:////suser:SPASS@host/"}) {
    const std::string shown = without_secrets(url);
    EXPECT_EQ(shown, ascii::lowercase(std::string_view(url).substr(0, shown.size() - 6)) + "://...") << url;
    EXPECT_FALSE(shown.contains("SPASS") || shown.contains("suser")) << url;
  }
  EXPECT_EQ(without_secrets("suser:SPASS@host/atom"), "...");
}

}  // namespace
}  // namespace n3::http
