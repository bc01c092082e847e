#include <gtest/gtest.h>

#include <atomic>
#include <chrono>
#include <string>

#include "fetch_test.hpp"
#include "http_server.hpp"

// Whatever a server does, a fetch costs no more than was allowed.
namespace n3::http {
namespace {

using namespace std::chrono_literals;
using Clock = std::chrono::steady_clock;
using test::gzip;
using test::HttpServer;
using test::reply;
using Exchange = HttpServer::Exchange;

// What the brotli library makes of twenty million times an x.
const std::string brotli_bomb(
    "\xcf\xff\xff\x7f\xf8\x25\xf0\xe2\xb1\x40\x20\xf7\xfe\x3f\xff\x59\x62\xf0\x4b\x00\xc4\x61\x01\x80\x2e\x49\x0c", 27);

TEST(LimitsTest, a_body_that_is_too_large_is_an_error_however_it_comes) {
  HttpServer server([&](const Exchange& exchange) {
    const std::string path = exchange.path();
    if (path == "/fits") return exchange.respond("200 OK", "", std::string(1000, 'x'));
    if (path == "/announced") return exchange.respond("200 OK", "", std::string(1001, 'x'));
    exchange.send("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n");
    while (exchange.send("a\r\n0123456789\r\n")) continue;
  });
  EXPECT_EQ(error_of({.url = server.url("/fits"), .largest = 1000}), "");
  for (const char* path : {"/announced", "/endless"})
    EXPECT_EQ(error_of({.url = server.url(path), .largest = 1000}), "the body is larger than 1000 octets");
}

TEST(LimitsTest, a_bomb_does_not_go_off) {
  const std::string gzip_bomb = gzip(std::string(20'000'000, 'x'));
  HttpServer server({{"/gzip", reply("200 OK", "Content-Encoding: gzip\r\n", gzip_bomb)},
                     {"/twice", reply("200 OK", "Content-Encoding: gzip, gzip\r\n", gzip(gzip_bomb))},
                     {"/brotli", reply("200 OK", "Content-Encoding: br\r\n", brotli_bomb)}});
  EXPECT_EQ(fetch({.url = server.url("/gzip"), .largest = 20'000'000})->body.size(), 20'000'000);
  for (const char* path : {"/gzip", "/twice", "/brotli"})
    EXPECT_EQ(error_of({.url = server.url(path), .largest = 1'000'000}), "the body is larger than 1000000 octets")
        << path;
}

TEST(LimitsTest, a_header_without_an_end_is_an_error) {
  HttpServer server([](const Exchange& exchange) {
    if (exchange.path() == "/lines") {
      exchange.send("HTTP/1.1 200 OK\r\n");
      while (exchange.send("X-Filler: 0123456789\r\n")) continue;
    }
    while (exchange.path() == "/interim" && exchange.send("HTTP/1.1 103 Early Hints\r\nLink: x\r\n\r\n")) continue;
    exchange.send("HTTP/1.1 200 OK\r\nETag: ");
    while (exchange.send("xxxxxxxxxx")) continue;
  });
  for (const char* path : {"/lines", "/interim"})
    EXPECT_EQ(error_of({.url = server.url(path)}), "the header is larger than 131072 octets") << path;
  EXPECT_NE(error_of({.url = server.url("/line")}), "");
}

TEST(LimitsTest, an_ETag_that_is_too_long_to_be_remembered_is_none) {
  HttpServer server(reply("200 OK", "ETag: " + std::string(5000, 'x') + "\r\n", ""));
  EXPECT_EQ(fetch({.url = server.url()})->etag, "");
}

TEST(LimitsTest, a_body_that_is_cut_off_is_an_error) {
  HttpServer server([](const Exchange& exchange) {
    if (exchange.path() == "/chunked")
      exchange.send("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\na\r\n01234");
    else if (exchange.path() == "/gzip")
      exchange.respond("200 OK", "Content-Encoding: gzip\r\n", "not gzip at all");
    else
      exchange.send("HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\n01234");
  });
  for (const char* path : {"/length", "/chunked", "/gzip"}) EXPECT_NE(error_of({.url = server.url(path)}), "") << path;
}

TEST(LimitsTest, a_server_that_is_slow_costs_no_more_than_the_patience) {
  HttpServer server([](const Exchange& exchange) {
    if (exchange.path() != "/silent") exchange.send("HTTP/1.1 200 OK\r\nContent-Length: 1000\r\n\r\n");
    while (exchange.path() == "/drip" && exchange.send("x")) exchange.wait_for_client(20ms);
    exchange.wait_for_client();
  });
  for (const char* path : {"/silent", "/stalled", "/drip"}) {
    const auto begin = Clock::now();
    EXPECT_NE(error_of({.url = server.url(path), .patience = 300ms}), "") << path;
    EXPECT_LT(Clock::now() - begin, 3s) << path;
  }
}

TEST(LimitsTest, a_fetch_is_given_up_when_it_is_interrupted) {
  std::atomic<bool> interrupted = false;
  HttpServer server([&](const Exchange& exchange) {
    interrupted = true;
    exchange.wait_for_client();
  });
  const auto begin = Clock::now();
  EXPECT_EQ(error_of({.url = server.url(), .interrupted = &interrupted}), "interrupted");
  EXPECT_LT(Clock::now() - begin, 5s);
}

}  // namespace
}  // namespace n3::http
