#include <gmock/gmock.h>

#include <atomic>
#include <string>
#include <vector>

#include <sys/socket.h>

#include "client.hpp"
#include "gate.hpp"
#include "servers.hpp"

// QUIT removes, and nothing else does. RFC 1939 section 6.
namespace n3::test {
namespace {

using testing::ElementsAre;
using testing::IsEmpty;
using testing::StartsWith;

struct Quit : testing::Test {
  Quit() {
    server.on_login(behaving({.list = [] { return snapshot_of({28, 28, 28}); },
                              .remove = [this](std::span<const std::size_t> indexes) -> Answer<Done> {
                                gate.pass();
                                removed.assign(indexes.begin(), indexes.end());
                                removals += 1;
                                return Done{};
                              }}));
    address = server.go();
  }

  Client deleting() {
    Client client(address);
    client.log_in();
    client.say("DELE 3");
    client.say("DELE 1");
    return client;
  }

  Gate gate;
  std::atomic<int> removals = 0;
  std::vector<std::size_t> removed;
  std::string address;
  TestServer server;
};

TEST_F(Quit, is_answered_when_the_messages_have_been_removed_and_not_before) {
  Client client = deleting();
  client.send("QUIT\r\n");
  ASSERT_TRUE(gate.holds(1));
  char octet;
  EXPECT_EQ(::recv(client.socket(), &octet, 1, MSG_DONTWAIT), -1) << "nothing has been said yet";
  gate.open();
  EXPECT_EQ(client.line(), "+OK bye");
  EXPECT_EQ(client.rest(), "");
  EXPECT_THAT(removed, ElementsAre(0, 2));
  EXPECT_EQ(server.journal().ended(1).at(0).removed, 2u);
  EXPECT_EQ(server.journal().ended(1).at(0).end, "quit");
}

TEST_F(Quit, removes_also_for_a_client_that_has_gone_in_the_meantime) {
  Client client = deleting();
  client.send("QUIT\r\n");
  ASSERT_TRUE(gate.holds(1));
  client.reset();
  gate.open();
  EXPECT_EQ(server.journal().ended(1).size(), 1u);
  EXPECT_EQ(removals, 1);
}

TEST_F(Quit, without_deletions_removes_nothing) {
  gate.open();
  Client client = deleting();
  client.say("RSET");
  EXPECT_THAT(client.say("QUIT"), StartsWith("+OK"));
  EXPECT_EQ(removals, 0);
}

TEST_F(Quit, that_has_not_come_whole_removes_nothing) {
  gate.open();
  std::size_t count = 0;
  for (const char* said : {"", "QUIT", "QUIT\r", "QUIT\n", "QUIT now\r\n", "NOOP\r\nQUI"})
    for (const bool rudely : {false, true}) {
      Client client = deleting();
      client.send(said);
      rudely ? client.reset() : client.close();
      EXPECT_THAT(server.journal().ended(++count).back().end,
                  testing::AnyOf("disconnected", StartsWith("connection lost")));
    }
  EXPECT_EQ(removals, 0);
}

TEST_F(Quit, that_is_forgotten_by_a_client_that_closes_its_side_removes_nothing) {
  gate.open();
  Client client = deleting();
  client.half_close();
  EXPECT_EQ(client.rest(), "");
  EXPECT_EQ(server.journal().ended(1).back().end, "disconnected");
  EXPECT_EQ(removals, 0);
}

TEST(FailingQuit, is_told_in_one_reply_and_the_connection_ends) {
  TestServer server;
  server.on_login(behaving({.remove = [](auto) { return Error::temporary("the disk is read-only"); }}));
  Client client(server.go());
  client.log_in();
  client.say("DELE 1");
  client.send("QUIT\r\nSTAT\r\n");
  EXPECT_EQ(client.rest(), "-ERR [SYS/TEMP] some deleted messages not removed\r\n");
  EXPECT_EQ(server.journal().ended(1).at(0).removed, 0u);
  EXPECT_EQ(server.journal().ended(1).at(0).end, "removal failed: the disk is read-only");
}

}  // namespace
}  // namespace n3::test
