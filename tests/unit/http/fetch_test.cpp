#include <gtest/gtest.h>

#include <ctime>
#include <string>

#include "fetch_test.hpp"
#include "http_server.hpp"

namespace n3::http {
namespace {

using namespace std::chrono_literals;
using test::gzip;
using test::HttpServer;
using test::reply;
using Exchange = HttpServer::Exchange;

TEST(FetchTest, a_body_comes_with_what_the_server_says_of_it) {
  HttpServer server([](const Exchange& exchange) {
    exchange.respond("200 OK", "Content-Type: text/xml; charset=utf-8\r\nETag: \"a\"\r\nLast-Modified: yesterday\r\n",
                     "<rss/>");
  });
  const auto response = fetch({.url = server.url("/feed")});
  ASSERT_TRUE(response) << response.error().cause;
  EXPECT_EQ(response->body, "<rss/>");
  EXPECT_EQ(response->content_type, "text/xml; charset=utf-8");
  EXPECT_EQ(response->etag, "\"a\"");
  EXPECT_EQ(response->last_modified, "yesterday");
  EXPECT_EQ(response->url, server.url("/feed"));
  EXPECT_FALSE(response->unchanged);
}

TEST(FetchTest, the_request_says_who_asks_and_for_what) {
  std::string request;
  HttpServer server([&](const Exchange& exchange) {
    request = exchange.text;
    exchange.respond("200 OK", "", "");
  });
  ASSERT_EQ(error_of({.url = server.url(), .accept = "application/rss+xml"}), "");
  EXPECT_NE(request.find("\r\nUser-Agent: N3/"), request.npos) << request;
  EXPECT_NE(request.find("\r\nAccept: application/rss+xml\r\n"), request.npos) << request;
  EXPECT_NE(request.find("gzip"), request.npos) << request;
  EXPECT_EQ(request.find("If-"), request.npos) << request;
}

TEST(FetchTest, what_has_not_changed_is_not_sent_again) {
  HttpServer server([](const Exchange& exchange) {
    const bool known = exchange.header("If-None-Match") == "W/\"a\"" && exchange.header("If-Modified-Since") == "then";
    exchange.respond(known ? "304 Not Modified" : "200 OK", "", known ? "" : "new");
  });
  EXPECT_TRUE(fetch({.url = server.url(), .etag = "W/\"a\"", .last_modified = "then"})->unchanged);
  EXPECT_FALSE(fetch({.url = server.url(), .etag = "\"b\""})->unchanged);
}

TEST(FetchTest, an_ETag_brings_no_header_with_it) {
  HttpServer server([](const Exchange& exchange) { exchange.respond("200 OK", "", exchange.text); });
  const auto response = fetch({.url = server.url(), .etag = "x\r\nEvil: yes"});
  EXPECT_EQ(response->body.find("Evil"), std::string::npos);
}

TEST(FetchTest, only_HTTP_and_HTTPS_are_spoken) {
  for (const char* url : {"file:///etc/passwd", "ftp://127.0.0.1/x", "gopher://127.0.0.1/x", "pop3://127.0.0.1/"}) {
    EXPECT_EQ(error_of({.url = url}), "neither http nor https, or redirected to neither");
    HttpServer server(
        [&](const Exchange& exchange) { exchange.respond("301 Moved", "Location: " + std::string(url) + "\r\n", ""); });
    EXPECT_EQ(error_of({.url = server.url()}), "neither http nor https, or redirected to neither");
  }
}

// What the brotli library makes of "<rss/>".
const std::string brotli = "\x8b\x02\x80<rss/>\x03";

TEST(FetchTest, a_compressed_body_is_decompressed) {
  HttpServer server({{"/gzip", reply("200 OK", "Content-Encoding: gzip\r\n", gzip("<rss/>"))},
                     {"/brotli", reply("200 OK", "Content-Encoding: br\r\n", brotli)}});
  EXPECT_EQ(fetch({.url = server.url("/gzip")})->body, "<rss/>");
  const auto response = fetch({.url = server.url("/brotli")});
  if (!server.requests().back().header("Accept-Encoding").contains("br")) GTEST_SKIP() << "libcurl has no brotli here";
  EXPECT_EQ(response->body, "<rss/>");
}

TEST(FetchTest, any_other_status_is_an_error) {
  HttpServer server([](const Exchange& exchange) { exchange.respond("404 Not Found", "", "<rss/>"); });
  EXPECT_EQ(error_of({.url = server.url("/feed")}), "HTTP status 404");
}

TEST(FetchTest, a_host_that_is_not_there_is_an_error_that_names_it) {
  std::string dead;
  {
    HttpServer server([](const Exchange&) {});
    dead = server.url();
  }
  EXPECT_NE(error_of({.url = dead}).find("Failed to connect"), std::string::npos) << error_of({.url = dead});
  const std::string nowhere = "http://nowhere.invalid/feed";
  EXPECT_NE(error_of({.url = nowhere}).find("Could not resolve"), std::string::npos);
}

TEST(FetchTest, nonsense_is_an_error_and_no_crash) {
  for (const char* url : {"", "http://", "http://[", "http://a b/", "\r\n", "http:///x"})
    EXPECT_NE(error_of({.url = url}), "") << url;
  HttpServer server([](const Exchange& exchange) { exchange.send(std::string(100'000, '\xff')); });
  EXPECT_NE(error_of({.url = server.url()}), "");
}

TEST(FetchTest, credentials_are_used_but_never_shown) {
  std::string authorization;
  HttpServer server([&](const Exchange& exchange) {
    authorization = exchange.header("Authorization");
    exchange.respond("403 Forbidden", "", "");
  });
  EXPECT_EQ(error_of({.url = server.url_with("ann:secret", "/feed?token=secret")}), "HTTP status 403");
  EXPECT_EQ(authorization, "Basic YW5uOnNlY3JldA==");
  EXPECT_EQ(error_of({.url = server.url_with("ann:%2F%3F%23%40", "/feed")}), "HTTP status 403");
  EXPECT_EQ(authorization, "Basic YW5uOi8/I0A=");
}

// As HTTP writes dates.
std::string date_in(std::chrono::seconds time) {
  const std::time_t when = std::chrono::system_clock::to_time_t(std::chrono::system_clock::now() + time);
  std::tm parts{};
  std::string text(64, '\0');
  text.resize(std::strftime(text.data(), text.size(), "%a, %d %b %Y %H:%M:%S GMT", ::gmtime_r(&when, &parts)));
  return text;
}

TEST(FetchTest, a_server_may_say_when_it_wants_to_be_asked_again) {
  for (const char* status : {"429 Too Many Requests", "503 Service Unavailable"}) {
    const auto after = [&](const std::string& value) {
      HttpServer server(reply(status, value.empty() ? "" : "Retry-After: " + value + "\r\n", ""));
      return fetch({.url = server.url()}).error().retry_after;
    };
    EXPECT_EQ(after("120"), 120s);
    EXPECT_EQ(after("99999999999999"), 24h);
    EXPECT_NEAR(after(date_in(120s)).count(), 120, 5);
    EXPECT_EQ(after(date_in(240h)), 24h);
    for (const std::string& nothing : {date_in(-120s), std::string("soon"), std::string("-1"), std::string()})
      EXPECT_EQ(after(nothing), 0s) << nothing;
  }
}

TEST(FetchTest, a_server_may_say_for_how_long_its_answer_is_fresh) {
  HttpServer server({{"/", reply("200 OK", "Cache-Control: public\r\nCache-Control: max-age=600\r\nAge: 60\r\n", "")},
                     {"/unchanged", reply("304 Not Modified", "Cache-Control: max-age=60\r\n", "")},
                     {"/says-nothing", reply("200 OK", "", "")}});
  EXPECT_EQ(fetch({.url = server.url()})->fresh_for, 540s);
  EXPECT_EQ(fetch({.url = server.url("/unchanged")})->fresh_for, 60s);
  EXPECT_EQ(fetch({.url = server.url("/says-nothing")})->fresh_for, 0s);
}

}  // namespace
}  // namespace n3::http
