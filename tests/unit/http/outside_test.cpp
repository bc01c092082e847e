#include <gtest/gtest.h>

#include <cstdlib>
#include <string>
#include <utility>
#include <vector>

#include <netinet/in.h>

#include "fetch_test.hpp"
#include "http_server.hpp"

// What comes from outside leads to no private address.
namespace n3::http {
namespace {

using test::HttpServer;
using test::redirect;
using test::reply;

constexpr const char* refusal = "refused: something public leads to a private address";

// For these tests the internet is 127.0.0.1, and the rest of the loopback network is private.
bool all_but_one(const sockaddr& address) {
  return reinterpret_cast<const sockaddr_in&>(address).sin_addr.s_addr != htonl(INADDR_LOOPBACK);
}

TEST(OutsideTest, a_document_leads_to_no_private_address_however_it_is_written) {
  HttpServer server(reply("200 OK", "", "secret"));
  const std::string port = ":" + std::to_string(server.port()) + "/";
  for (const char* host : {"127.0.0.1", "127.1", "2130706433", "0x7f.1", "0177.0.0.1", "0.0.0.0", "localhost", "[::1]",
                           "[::ffff:127.0.0.1]", "[::ffff:7f00:1]", "[::]", "127.0.0.2"})
    EXPECT_EQ(error_of({.url = "http://" + (host + port), .from_outside = true}), refusal) << host;
  EXPECT_EQ(server.requests().size(), 0);
}

TEST(OutsideTest, what_a_person_has_configured_may_be_private_and_lead_to_what_is_private) {
  HttpServer other(reply("200 OK", "", "there"), "127.0.0.2");
  HttpServer server({{"/here", reply("200 OK", "", "here")}, {"/there", redirect("302 Found", other.url())}});
  EXPECT_EQ(fetch({.url = server.url("/here")})->body, "here");
  EXPECT_EQ(fetch({.url = server.url("/there")})->body, "there");
}

TEST(OutsideTest, a_public_server_leads_to_public_ones_alone) {
  HttpServer inside(reply("200 OK", "", "secret"), "127.0.0.2");
  HttpServer public_({{"/", reply("200 OK", "", "public")},
                      {"/public", redirect("302 Found", "/")},
                      {"/inside", redirect("302 Found", inside.url())},
                      {"/inside-after-all", redirect("302 Found", "/inside")}});
  EXPECT_EQ(fetch({.url = public_.url("/public"), .is_private = all_but_one})->body, "public");
  for (const char* path : {"/inside", "/inside-after-all"})
    EXPECT_EQ(error_of({.url = public_.url(path), .is_private = all_but_one}), refusal) << path;
  EXPECT_EQ(inside.requests().size(), 0);
}

TEST(OutsideTest, what_has_been_public_once_stays_so_all_the_way) {
  std::string back;
  HttpServer public_([&](const auto& exchange) { redirect("302 Found", back)(exchange); });
  HttpServer inside({{"/", redirect("302 Found", public_.url())}, {"/secret", reply("200 OK", "", "secret")}},
                    "127.0.0.2");
  back = inside.url("/secret");
  EXPECT_EQ(error_of({.url = inside.url(), .is_private = all_but_one}), refusal);
  EXPECT_EQ(inside.paths(), std::vector<std::string>{"/"});
}

TEST(OutsideTest, a_name_that_changes_its_mind_is_looked_at_when_it_is_connected_to) {
  HttpServer server({{"/", redirect("302 Found", "/secret")}, {"/secret", reply("200 OK", "", "secret")}});
  const std::string url = "http://localhost:" + std::to_string(server.port()) + "/";
  bool first = true;
  const auto rebound = [&](const sockaddr& address) {
    return address.sa_family == AF_INET && !std::exchange(first, false);  // the IPv6 address answers nobody
  };
  EXPECT_EQ(error_of({.url = url, .is_private = rebound}), refusal);
  EXPECT_EQ(server.paths(), std::vector<std::string>{"/"});
}

class ProxyTest : public testing::Test {
 protected:
  ProxyTest() {
    ::setenv("http_proxy", proxy.url().c_str(), 1);
    ::setenv("no_proxy", "127.0.0.2", 1);
  }
  ~ProxyTest() override {
    ::unsetenv("http_proxy");
    ::setenv("no_proxy", "*", 1);
  }

  HttpServer server{{{"/", redirect("302 Found", "/secret")}}, "127.0.0.2"};
  HttpServer proxy{reply("403 Forbidden", "", "")};
};

TEST_F(ProxyTest, what_comes_from_outside_goes_through_the_proxy_which_decides) {
  EXPECT_EQ(error_of({.url = server.url("/secret"), .from_outside = true}), "HTTP status 403");
  EXPECT_EQ(proxy.paths(), std::vector{server.url("/secret")});
}

TEST_F(ProxyTest, what_a_person_has_configured_goes_as_the_environment_says_and_counts_as_public) {
  EXPECT_EQ(error_of({.url = server.url()}), "HTTP status 403");
  EXPECT_EQ(server.paths(), std::vector<std::string>{"/"});
  EXPECT_EQ(proxy.paths(), std::vector{server.url("/secret")});
}

}  // namespace
}  // namespace n3::http
