#include <gmock/gmock.h>

#include <atomic>
#include <stdexcept>
#include <string>

#include "client.hpp"
#include "servers.hpp"

// Maildrop::open_at_once: what is in memory is sent without a worker thread.
namespace n3::test {
namespace {

using testing::StartsWith;

constexpr auto sent = "+OK 28 octets\r\n";

TEST(ReadyMessage, is_sent_and_nothing_is_opened) {
  TestServer server;
  std::atomic<int> opened = 0;
  server.on_login(behaving({.open = [&]() -> Answer<Body> {
                              ++opened;
                              return Error::temporary("it was opened");
                            },
                            .open_at_once = [] { return Body::text(std::string(one_mail)); }}));
  Client client(server.go());
  client.log_in();
  EXPECT_EQ(client.say_lines("RETR 1"), sent + std::string(one_mail));
  EXPECT_THAT(client.say_lines("TOP 1 0"), StartsWith("+OK"));
  EXPECT_EQ(opened, 0);
}

TEST(ReadyMessage, is_asked_for_each_time) {
  TestServer server;
  std::atomic<int> asked = 0;
  server.on_login(behaving({.open_at_once = [&]() -> std::optional<Body> {
    if (++asked % 2 == 0) return std::nullopt;
    return Body::text(std::string(one_mail));
  }}));
  Client client(server.go());
  client.log_in();
  for (int i = 1; i <= 6; ++i) {
    EXPECT_EQ(client.say_lines("RETR 1"), sent + std::string(one_mail));
    EXPECT_EQ(asked, i);
  }
}

TEST(ReadyMessage, may_be_a_mistake_as_anything_else) {
  TestServer server;
  server.on_login(behaving({.open_at_once = []() -> std::optional<Body> { throw std::logic_error("a bug"); }}));
  Client client(server.go());
  client.log_in();
  EXPECT_EQ(client.say("RETR 1"), "-ERR [SYS/TEMP] the server cannot do that just now");
  EXPECT_EQ(client.say("STAT"), "+OK 1 28");
  EXPECT_TRUE(server.journal().tells("a bug"));
}

}  // namespace
}  // namespace n3::test
