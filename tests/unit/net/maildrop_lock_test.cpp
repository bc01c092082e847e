#include <gmock/gmock.h>

#include <atomic>
#include <chrono>
#include <optional>
#include <stdexcept>
#include <string>
#include <thread>
#include <vector>

#include "client.hpp"
#include "gate.hpp"
#include "process.hpp"
#include "servers.hpp"

// The maildrop lock, RFC 1939 section 4: had by one session, and free as soon as that is gone.
namespace n3::test {
namespace {

using namespace std::chrono_literals;
using std::chrono::steady_clock;
using testing::StartsWith;

struct MaildropLock : testing::Test {
  void serve(Behaviour behaviour) {
    behaviour.locks = {"inbox"};
    server.on_login(behaving(std::move(behaviour)));
    if (address.empty()) address = server.go();
  }

  std::string pass(Client& client) {
    client.say("USER andris");
    return client.say("PASS 12345");
  }

  std::string attempt() {
    Client client(address);
    client.line();
    return pass(client);
  }

  /// True as soon as the maildrop can be had; within a second it is "as soon as the connection is gone".
  bool is_free() {
    const auto until = steady_clock::now() + 1s;
    while (!attempt().starts_with("+OK"))
      if (steady_clock::now() > until) return false;
    return true;
  }

  Gate gate;
  std::string address;
  TestServer server;
};

TEST_F(MaildropLock, is_had_by_one_session_and_the_others_are_told_so_soon) {
  serve({});
  Client holder(address);
  holder.log_in();
  const auto begin = steady_clock::now();
  EXPECT_THAT(attempt(), StartsWith("-ERR [IN-USE] "));
  EXPECT_LT(steady_clock::now() - begin, 2s);
  EXPECT_TRUE(server.journal().tells("user=andris: the maildrop is not opened: another session has this"));
  EXPECT_EQ(server.journal().ended(1).at(0).user, "") << "nobody has logged in there";
  EXPECT_EQ(holder.say("STAT"), "+OK 1 28");
}

TEST_F(MaildropLock, can_be_waited_for_on_the_same_connection) {
  serve({});
  Client holder(address);
  holder.log_in();
  Client other(address);
  other.line();
  EXPECT_THAT(pass(other), StartsWith("-ERR [IN-USE] "));
  holder.say("QUIT");
  EXPECT_THAT(pass(other), StartsWith("+OK"));
  EXPECT_THAT(attempt(), StartsWith("-ERR [IN-USE] "));
}

TEST_F(MaildropLock, is_free_when_QUIT_has_been_answered) {
  serve({});
  for (int i = 0; i < 100; ++i) {
    Client client(address);
    client.log_in();
    if (i % 2 == 0) client.say("DELE 1");
    ASSERT_THAT(client.say("QUIT"), StartsWith("+OK"));
  }
}

TEST_F(MaildropLock, is_free_when_its_holder_has_gone_without_a_word) {
  serve({});
  for (const bool rudely : {false, true}) {
    Client holder(address);
    holder.log_in();
    rudely ? holder.reset() : holder.close();
    EXPECT_TRUE(is_free());
  }
}

TEST_F(MaildropLock, is_free_when_its_holder_goes_while_a_question_is_out) {
  serve({.open = [&]() -> Answer<Body> {
    gate.pass();
    return Body::text(std::string(one_mail));
  }});
  for (const bool rudely : {false, true}) {
    Client holder(address);
    holder.log_in();
    holder.send("RETR 1\r\n");
    ASSERT_TRUE(gate.holds(rudely ? 2 : 1));
    rudely ? holder.reset() : holder.close();
    EXPECT_TRUE(is_free());
  }
  gate.open();
}

// More commands than are read meanwhile do not hide the end of a connection.
TEST_F(MaildropLock, is_free_when_its_holder_goes_and_leaves_many_commands_behind) {
  serve({.open = [&]() -> Answer<Body> {
    gate.pass();
    return Body::text(std::string(one_mail));
  }});
  Client holder(address);
  holder.log_in();
  std::string many = "RETR 1\r\n";
  for (int i = 0; i < 2000; ++i) many += "NOOP\r\n";
  holder.send(many);
  ASSERT_TRUE(gate.holds(1));
  holder.reset();
  EXPECT_TRUE(is_free());
  gate.open();
}

TEST_F(MaildropLock, is_free_when_its_holder_goes_while_a_message_is_sent) {
  serve({.list = [] { return snapshot_of({long_mail_octets}); }, .open = [] { return long_mail(); }});
  Client holder(address);
  holder.log_in();
  holder.send("RETR 1\r\n");
  EXPECT_EQ(holder.line(), "+OK 5242897 octets");
  holder.reset();
  EXPECT_TRUE(is_free());
}

TEST_F(MaildropLock, is_free_when_its_holder_goes_while_the_maildrop_is_listed) {
  serve({.list = [&] {
    gate.pass();
    return snapshot_of({28});
  }});
  Client holder(address);
  holder.send("USER andris\r\nPASS 12345\r\n");
  ASSERT_TRUE(gate.holds(1));
  EXPECT_THAT(attempt(), StartsWith("-ERR [IN-USE] "));
  holder.reset();
  std::this_thread::sleep_for(50ms);
  gate.open();  // the next one lists as well
  EXPECT_TRUE(is_free());
}

TEST_F(MaildropLock, is_kept_until_a_removal_under_way_is_done) {
  std::atomic<bool> removed = false;
  serve({.remove = [&](auto) {
    gate.pass();
    removed = true;
    return Done{};
  }});
  Client holder(address);
  holder.log_in();
  holder.send("DELE 1\r\nQUIT\r\n");
  ASSERT_TRUE(gate.holds(1));
  holder.reset();
  std::this_thread::sleep_for(50ms);
  EXPECT_THAT(attempt(), StartsWith("-ERR [IN-USE] "));
  EXPECT_FALSE(removed);
  gate.open();
  EXPECT_TRUE(is_free());
  EXPECT_TRUE(removed);
}

TEST_F(MaildropLock, is_kept_until_a_removal_that_was_given_up_is_done) {
  server.policy({.question = 1s});
  serve({.remove = [&](auto) {
    gate.pass();
    return Done{};
  }});
  Client holder(address);
  holder.log_in();
  holder.say("DELE 1");
  EXPECT_THAT(holder.say("QUIT"), StartsWith("-ERR [SYS/TEMP]"));
  EXPECT_THAT(attempt(), StartsWith("-ERR [IN-USE] "));
  gate.open();
  EXPECT_TRUE(is_free());
}

TEST_F(MaildropLock, is_not_kept_where_the_maildrop_could_not_be_listed) {
  std::atomic<int> attempts = 0;
  serve({.list = [&]() -> Answer<Snapshot> {
    switch (++attempts) {
      case 1: return Error::temporary("the source is down");
      case 2: throw std::runtime_error("it still is");
      default: return snapshot_of({28});
    }
  }});
  Client client(address);
  client.line();
  EXPECT_EQ(pass(client), "-ERR [SYS/TEMP] the source is down");
  EXPECT_THAT(pass(client), StartsWith("-ERR [SYS/TEMP] the server cannot"));
  EXPECT_THAT(attempt(), StartsWith("+OK")) << "by somebody else";
  EXPECT_THAT(pass(client), StartsWith("+OK")) << "and by the same client";
}

/// Takes its clients at their word, so that their maildrop is the first that anybody is asked for.
sasl::Exchange trusting(sasl::Client client) { co_return sasl::Grant{co_await client.respond()}; }

/// The first listing takes longer than anybody waits; those after it do not.
struct MaildropLockGivenUp : MaildropLock {
  MaildropLockGivenUp() {
    server.policy({.question = 1s});
    server.extend_auth("TRUST", trusting, sasl::raw);
    serve({.list = [&] {
      if (++listings == 1) gate.pass();
      return snapshot_of({28});
    }});
    client.emplace(address).line();
    EXPECT_EQ(pass(*client), "-ERR [SYS/TEMP] that took too long");
  }

  std::atomic<int> listings = 0;
  std::optional<Client> client;
};

TEST_F(MaildropLockGivenUp, is_free_for_the_same_client) {
  gate.open();
  EXPECT_THAT(pass(*client), StartsWith("+OK"));
}

TEST_F(MaildropLockGivenUp, is_free_for_others_while_that_client_is_still_there) {
  gate.open();
  EXPECT_TRUE(is_free());
}

TEST_F(MaildropLockGivenUp, is_not_taken_later_by_an_attempt_that_nobody_waits_for_either) {
  EXPECT_EQ(client->say("AUTH TRUST andris"), "-ERR [SYS/TEMP] that took too long")
      << "it has waited for the first one";
  gate.open();
  std::this_thread::sleep_for(50ms);  // in which it could begin
  EXPECT_TRUE(is_free());
  EXPECT_EQ(client->say("NOOP"), "-ERR log in first");
}

TEST_F(MaildropLock, is_not_kept_where_the_listing_makes_no_sense) {
  std::atomic<int> attempts = 0;
  serve({.list = [&] {
    Snapshot snapshot = snapshot_of({28});
    if (++attempts == 1) snapshot.hidden = {{7, 8}};
    return snapshot;
  }});
  Client client(address);
  client.line();
  EXPECT_EQ(pass(client), "-ERR [SYS/TEMP] the maildrop cannot be listed");
  EXPECT_THAT(attempt(), StartsWith("+OK"));
}

TEST_F(MaildropLock, is_had_by_exactly_one_of_many_who_come_at_once) {
  serve({});
  std::atomic<int> had = 0;
  std::atomic<int> refused = 0;
  {
    std::vector<Client> clients;
    for (int i = 0; i < 40; ++i) clients.emplace_back(address);
    std::vector<std::jthread> threads;
    for (Client& client : clients)
      threads.emplace_back([&] {
        client.line();
        const std::string reply = pass(client);
        had += reply.starts_with("+OK");
        refused += reply.starts_with("-ERR [IN-USE]");
      });
    threads.clear();
    EXPECT_EQ(had, 1);
    EXPECT_EQ(refused, 39);
  }
  EXPECT_TRUE(is_free());
}

TEST_F(MaildropLock, is_kept_across_a_change_of_the_server) {
  serve({});
  Client holder(address);
  holder.log_in();
  serve({});
  server.name("pop.example.org");
  EXPECT_THAT(attempt(), StartsWith("-ERR [IN-USE] "));
}

}  // namespace
}  // namespace n3::test
