#include <gtest/gtest.h>

#include <string>

#include "http/location.hpp"

namespace n3::http {
namespace {

std::string redirected(const std::string& from, const std::string& to) {
  const auto next = Location::of(from)->redirected(to);
  return next ? next->url : "";
}

TEST(LocationTest, user_and_password_are_apart_from_the_URL) {
  const auto location = Location::of("HTTPS://ann%40home:p%2Fw@Example.org/feed?key=1");
  ASSERT_TRUE(location);
  EXPECT_EQ(location->user, "ann@home");
  EXPECT_EQ(location->password, "p/w");
  EXPECT_EQ(location->scheme, "https");
  EXPECT_EQ(location->url, "https://Example.org/feed?key=1");
}

TEST(LocationTest, a_place_is_scheme_host_and_port_however_they_are_written) {
  for (const char* url : {"https://example.org", "HTTPS://EXAMPLE.org:443/feed", "https:/example.org/",
                          "https:///example.org", "https://ann:pass@example.org/?x"})
    EXPECT_EQ(Location::of(url)->place, "https://example.org:443") << url;
  for (const char* url : {"http://example.org", "https://example.org:8443", "https://www.example.org",
                          "https://example.org.evil.example", "https://example.org@evil.example"})
    EXPECT_NE(Location::of(url)->place, "https://example.org:443") << url;
}

TEST(LocationTest, a_redirect_is_relative_to_where_it_comes_from) {
  EXPECT_EQ(redirected("http://a.example/x/y?q", "z"), "http://a.example/x/z");
  EXPECT_EQ(redirected("http://a.example/x/y", "/z?q=a b"), "http://a.example/z?q=a+b");
  EXPECT_EQ(redirected("https://a.example/x", "//b.example"), "https://b.example/");
  EXPECT_EQ(redirected("http://a.example/x", "https://b.example/y"), "https://b.example/y");
  EXPECT_EQ(redirected("http://a.example/x", "http://["), "");
}

TEST(LocationTest, a_redirect_brings_no_credentials_of_where_it_comes_from) {
  const auto next = Location::of("http://ann:pass@a.example/")->redirected("/feed");
  EXPECT_EQ(next->user + next->password, "");
}

TEST(LocationTest, what_is_permanent_and_as_safe_is_for_good) {
  const auto http = *Location::of("http://a.example");
  const auto https = *Location::of("https://a.example");
  for (const long status : {301, 308}) {
    EXPECT_TRUE(is_for_good(status, http, http));
    EXPECT_TRUE(is_for_good(status, http, https));
    EXPECT_TRUE(is_for_good(status, https, https));
    EXPECT_FALSE(is_for_good(status, https, http));
  }
  for (const long status : {302, 303, 307}) EXPECT_FALSE(is_for_good(status, https, https));
}

}  // namespace
}  // namespace n3::http
