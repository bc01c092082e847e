#include <gtest/gtest.h>

#include <string>
#include <vector>

#include "fetch_test.hpp"
#include "http_server.hpp"

namespace n3::http {
namespace {

using test::HttpServer;
using test::redirect;
using test::reply;
using Paths = std::vector<std::string>;

constexpr const char* permanent = "301 Moved Permanently";
constexpr const char* permanent_too = "308 Permanent Redirect";
constexpr const char* temporary = "302 Found";

// Where it has moved to, in an internet without private addresses.
std::string moved(const std::string& url, const std::string& moved_to = "") {
  const auto response = fetch({.url = url, .moved_to = moved_to, .is_private = nothing});
  return response ? response->moved_to : response.error().cause;
}

TEST(RedirectTest, redirects_are_followed_to_the_end) {
  HttpServer server([](const HttpServer::Exchange& exchange) {
    const int left = std::stoi(exchange.path().substr(1));
    if (left == 0) return exchange.respond("200 OK", "", "here");
    exchange.respond("302 Found", "ETag: \"wrong\"\r\nLocation: /" + std::to_string(left - 1) + "\r\n", "there");
  });
  const auto response = fetch({.url = server.url("/10")});
  ASSERT_TRUE(response) << response.error().cause;
  EXPECT_EQ(response->body, "here");
  EXPECT_EQ(response->url, server.url("/0"));
  EXPECT_EQ(response->etag, "");
}

TEST(RedirectTest, every_kind_of_redirect_leads_on_and_no_other_status_does) {
  for (const char* status : {permanent, temporary, "303 See Other", "307 Temporary Redirect", permanent_too}) {
    HttpServer server({{"/", redirect(status, "new page?a=1")}, {"/new%20page?a=1", reply("200 OK", "", "")}});
    EXPECT_EQ(error_of({.url = server.url()}), "") << status;
  }
  HttpServer server(redirect("300 Multiple Choices", "/new"));
  EXPECT_EQ(error_of({.url = server.url()}), "HTTP status 300");
}

TEST(RedirectTest, redirects_without_an_end_are_an_error) {
  HttpServer server(redirect(temporary, "/"));
  EXPECT_EQ(error_of({.url = server.url("/")}), "more than 10 redirects");
  EXPECT_EQ(server.requests().size(), 11);
}

TEST(RedirectTest, a_redirect_that_leads_nowhere_is_an_error) {
  HttpServer server({{"/none", reply(temporary, "", "")},
                     {"/dead", redirect(temporary, "http://127.0.0.1:1/")},
                     {"/nonsense", redirect(temporary, "http://[")}});
  EXPECT_EQ(error_of({.url = server.url("/none")}), "HTTP status 302");
  EXPECT_NE(error_of({.url = server.url("/dead")}).find("Failed to connect"), std::string::npos);
  EXPECT_EQ(error_of({.url = server.url("/nonsense")}), "redirected to what is no URL");
}

TEST(RedirectTest, what_a_redirect_has_for_a_body_does_not_matter) {
  HttpServer server({{"/lies", reply(temporary, "Content-Encoding: gzip\r\nLocation: /\r\n", "no gzip")},
                     {"/large", reply(temporary, "Location: /\r\n", std::string(1000, 'x'))},
                     {"/", reply("200 OK", "", "here")}});
  for (const char* path : {"/lies", "/large"})
    EXPECT_EQ(error_of({.url = server.url(path), .largest = 10}), "") << path;
}

TEST(RedirectTest, all_hops_together_have_the_patience_of_one) {
  HttpServer server({{"/", redirect(temporary, "/slow")},
                     {"/slow", [](const HttpServer::Exchange& exchange) { exchange.wait_for_client(); }}});
  const auto begin = std::chrono::steady_clock::now();
  EXPECT_NE(error_of({.url = server.url(), .patience = std::chrono::milliseconds(200)}), "");
  EXPECT_LT(std::chrono::steady_clock::now() - begin, std::chrono::seconds(3));
}

TEST(MovedTest, permanent_redirects_say_where_a_URL_has_moved_to) {
  HttpServer server({{"/old", redirect(permanent, "/older?key=1")},
                     {"/older?key=1", redirect(permanent_too, "/new")},
                     {"/new", reply("200 OK", "", "")}});
  EXPECT_EQ(moved(server.url("/old")), server.url("/new"));
  EXPECT_EQ(moved(server.url("/older?key=1")), server.url("/new"));
  EXPECT_EQ(moved(server.url("/new")), "");
}

TEST(MovedTest, what_follows_a_temporary_redirect_is_temporary) {
  HttpServer server({{"/old", redirect(permanent, "/new")},
                     {"/new", redirect(temporary, "/today")},
                     {"/today", redirect(permanent, "/here")},
                     {"/here", reply("200 OK", "", "")}});
  EXPECT_EQ(moved(server.url("/old")), server.url("/new"));
  EXPECT_EQ(moved(server.url("/new")), "");
}

TEST(MovedTest, what_has_moved_is_asked_for_there_and_may_move_on) {
  HttpServer server({{"/new", reply("304 Not Modified", "", "")},
                     {"/once-new", redirect(permanent, "/new")},
                     {"/gone", reply("410 Gone", "", "")}});
  EXPECT_EQ(moved(server.url("/old"), server.url("/new")), server.url("/new"));
  EXPECT_EQ(moved(server.url("/old"), server.url("/once-new")), server.url("/new"));
  EXPECT_EQ(moved(server.url("/old"), server.url("/gone")), "HTTP status 410");
  EXPECT_EQ(server.paths(), (Paths{"/new", "/once-new", "/new", "/gone"}));
}

TEST(MovedTest, what_moves_within_a_private_network_is_asked_for_as_it_is_configured) {
  HttpServer server({{"/old", redirect(permanent, "/new")}, {"/new", reply("200 OK", "", "")}});
  EXPECT_EQ(fetch({.url = server.url("/old")})->moved_to, "");
  EXPECT_EQ(error_of({.url = server.url("/old"), .moved_to = server.url("/new")}),
            "refused: something public leads to a private address");
}

}  // namespace
}  // namespace n3::http
