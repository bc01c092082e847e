#include <gtest/gtest.h>

#include <chrono>
#include <string>
#include <vector>

#include "fetch_test.hpp"
#include "http_server.hpp"

// User, password and query of a URL: where they go, and where they are never seen.
namespace n3::http {
namespace {

using namespace std::chrono_literals;
using test::HttpServer;
using test::redirect;
using test::reply;

constexpr const char* permanent = "301 Moved Permanently";
constexpr const char* temporary = "302 Found";

// Where it has moved to, in an internet without private addresses.
std::string moved(const std::string& url, const std::string& moved_to = "") {
  const auto response = fetch({.url = url, .moved_to = moved_to, .is_private = nothing});
  return response ? response->moved_to : response.error().cause;
}

class CredentialsTest : public testing::Test {
 protected:
  static std::string seen(const HttpServer& server) {
    std::string seen;
    for (const HttpServer::Request& request : server.requests())
      seen += request.path() + " " + (request.header("Authorization").empty() ? "no" : "yes") + "\n";
    return seen;
  }

  HttpServer other{reply("200 OK", "", "")};
  HttpServer server{{{"/", redirect(permanent, "/feed")},
                     {"/away", redirect(permanent, other.url())},
                     {"/feed", reply("200 OK", "", "")},
                     {"/mine", redirect(permanent, "http://eve:pass@" + other.host_and_port() + "/")}}};
};

TEST_F(CredentialsTest, they_go_along_to_the_same_host_and_port) {
  EXPECT_EQ(moved(server.url_with("ann:secret", "/")), server.url("/feed"));
  EXPECT_EQ(moved(server.url_with("ann:secret", "/"), server.url("/feed")), server.url("/feed"));
  EXPECT_EQ(seen(server), "/ yes\n/feed yes\n/feed yes\n");
}

TEST_F(CredentialsTest, they_never_go_to_another_one) {
  EXPECT_EQ(moved(server.url_with("ann:secret", "/away")), other.url());
  EXPECT_EQ(moved(server.url_with("ann:secret", "/away"), other.url()), other.url());
  EXPECT_EQ(seen(other), "/ no\n/ no\n");
}

TEST_F(CredentialsTest, a_redirect_brings_none) {
  EXPECT_EQ(moved(server.url("/mine")), other.url());
  EXPECT_EQ(seen(other), "/ no\n");
}

TEST(SecretsTest, no_failure_shows_them) {
  const std::string secret = "SECRET:SECRET@";
  const std::string query = "?SECRET#SECRET";
  const std::string dead = "http://" + secret + "127.0.0.1:1/SECRET" + query;
  HttpServer server(
      {{"/404?SECRET", reply("404 SECRET", "X-Secret: SECRET\r\n", "SECRET")},
       {"/429?SECRET", reply("429 SECRET", "Retry-After: SECRET\r\n", "")},
       {"/gzip?SECRET", reply("200 SECRET", "Content-Encoding: gzip\r\n", "SECRET")},
       {"/large?SECRET", reply("200 OK", "", std::string(1000, 'S'))},
       {"/dead?SECRET", redirect(temporary, dead)},
       {"/nowhere?SECRET", redirect(temporary, "http://" + secret + "nowhere.invalid/SECRET" + query)},
       {"/tls?SECRET", redirect(temporary, "https://" + secret + "127.0.0.1:1/" + query)},
       {"/ftp?SECRET", redirect(temporary, "ftp://" + secret + "127.0.0.1/" + query)},
       {"/nonsense?SECRET", redirect(temporary, "http://" + secret + "[SECRET")},
       {"/loop?SECRET", redirect(temporary, "/loop" + query)},
       {"/cut?SECRET", [](const auto& e) { e.send("HTTP/1.1 200 OK\r\nContent-Length: 9\r\n\r\nSECRET"); }},
       {"/broken?SECRET", [](const auto& e) { e.send("SECRET\r\n\r\n"); }},
       {"/slow?SECRET", [](const auto& e) { e.wait_for_client(); }}});
  std::vector<std::string> urls{dead,
                                "http://" + secret + "nowhere.invalid/" + query,
                                "http://" + secret + "[::1",
                                "SECRET://" + secret,
                                "http://" + secret,
                                "https://" + secret + server.host_and_port()};
  for (const char* path : {"/404", "/429", "/gzip", "/large", "/dead", "/nowhere", "/tls", "/ftp", "/nonsense", "/loop",
                           "/cut", "/broken", "/slow"})
    urls.push_back(server.url_with("SECRET:SECRET", path + query));
  for (const std::string& url : urls)
    for (const bool from_outside : {false, true}) {
      const auto result = fetch({.url = url, .from_outside = from_outside, .largest = 100, .patience = 300ms});
      ASSERT_FALSE(result) << url;
      EXPECT_FALSE(result.error().cause.contains("SECRET")) << url << "\n" << result.error().cause;
      EXPECT_FALSE(result.error().cause.contains("secret")) << url << "\n" << result.error().cause;
    }
}

TEST(SecretsTest, where_a_body_was_is_said_without_them) {
  HttpServer server({{"/a/feed?token=secret", reply("200 OK", "", "")},
                     {"/old", redirect(temporary, "/a/feed?token=secret#secret")}});
  EXPECT_EQ(fetch({.url = server.url("/old")})->url, server.url("/a/feed"));
  EXPECT_EQ(fetch({.url = server.url_with("ann:secret", "/a/feed?token=secret#x")})->url, server.url("/a/feed"));
}

}  // namespace
}  // namespace n3::http
