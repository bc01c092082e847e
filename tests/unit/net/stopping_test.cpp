#include <gmock/gmock.h>

#include <atomic>
#include <chrono>
#include <memory>
#include <optional>
#include <string>
#include <thread>
#include <vector>

#include "client.hpp"
#include "gate.hpp"
#include "process.hpp"
#include "servers.hpp"

// stop(), run() and the destructor, whatever clients and user code are doing.
namespace n3::test {
namespace {

using namespace std::chrono_literals;
using std::chrono::steady_clock;
using testing::StartsWith;

class Stopping : public testing::TestWithParam<unsigned> {  // I/O threads
 protected:
  Stopping() { server->threads(GetParam()); }

  void serve(Behaviour behaviour) { server->on_login(behaving(std::move(behaviour))); }

  void run() {
    address = server->go();
    running = std::jthread([this] {
      server->run();
      has_ended = true;
    });
  }

  Client logged_in() const {
    Client client(address);
    client.log_in();
    return client;
  }

  // Whoever connects in the moment in which the socket is closed may be left by the kernel without a word.
  bool refuses_newcomers() const {
    return soon([this] {
      try {
        Client{address};
        return false;
      } catch (const Gone&) {
        return true;
      }
    });
  }

  bool ends_within(steady_clock::duration limit) {
    const auto until = steady_clock::now() + limit;
    while (!has_ended && steady_clock::now() < until) std::this_thread::sleep_for(2ms);
    return has_ended;
  }

  Gate gate;
  std::string address;
  std::atomic<bool> has_ended = false;
  std::optional<TestServer> server{std::in_place};
  std::jthread running;
};

TEST_P(Stopping, ends_at_once_where_nobody_is_connected) {
  run();
  server->stop();
  EXPECT_TRUE(ends_within(1s));
  EXPECT_THROW(Client{address}, Gone);
}

TEST_P(Stopping, ends_clients_that_have_not_logged_in_at_once) {
  run();
  std::vector<Client> clients;
  for (int i = 0; i < 4; ++i) clients.emplace_back(address).line();
  clients[1].say("USER andris");
  clients[2].say("AUTH PLAIN");
  clients[3].send("USER");
  server->stop(10s);
  EXPECT_TRUE(ends_within(1s));
  EXPECT_EQ(server->journal().ended(4).back().end, "server stopped");
}

TEST_P(Stopping, lets_those_who_have_logged_in_finish_and_remove) {
  std::atomic<bool> removed = false;
  serve({.remove = [&](auto) {
    removed = true;
    return Done{};
  }});
  run();
  Client client = logged_in();
  client.say("DELE 1");
  server->stop(10s);
  EXPECT_TRUE(refuses_newcomers());
  EXPECT_EQ(client.say_lines("RETR 1"), "-ERR that message is deleted\r\n");
  EXPECT_EQ(client.say("STAT"), "+OK 0 0");
  EXPECT_EQ(client.say("QUIT"), "+OK bye");
  EXPECT_TRUE(ends_within(1s));
  EXPECT_TRUE(removed);
}

TEST_P(Stopping, cuts_off_at_the_deadline_and_removes_nothing_for_those) {
  std::atomic<bool> removed = false;
  serve({.remove = [&](auto) {
    removed = true;
    return Done{};
  }});
  run();
  Client client = logged_in();
  client.say("DELE 1");
  const auto begin = steady_clock::now();
  server->stop(300ms);
  EXPECT_TRUE(client.ends(5s));
  EXPECT_GE(steady_clock::now() - begin, 300ms);
  EXPECT_TRUE(ends_within(1s));
  EXPECT_EQ(server->journal().ended(1).at(0).end, "server stopped");
  EXPECT_FALSE(removed);
}

TEST_P(Stopping, a_second_time_brings_the_deadline_nearer) {
  run();
  Client client = logged_in();
  server->stop(1h);
  EXPECT_EQ(client.say("STAT"), "+OK 2 57");
  server->stop(50ms);
  EXPECT_TRUE(client.ends(5s));
  EXPECT_TRUE(ends_within(1s));
}

TEST_P(Stopping, a_second_time_never_moves_the_deadline_away) {
  run();
  Client client = logged_in();
  server->stop(300ms);
  server->stop(1h);
  EXPECT_TRUE(client.ends(5s));
  EXPECT_TRUE(ends_within(1s));
}

TEST_P(Stopping, before_it_has_begun_makes_run_return_at_once) {
  server->stop();
  server->run();
  EXPECT_THROW(server->start(), std::logic_error);
}

TEST_P(Stopping, lets_a_login_under_way_come_to_its_end) {
  serve({.list = [&] {
    gate.pass();
    return snapshot_of({28});
  }});
  run();
  Client client(address);
  client.send("USER andris\r\nPASS 12345\r\nSTAT\r\nQUIT\r\n");
  ASSERT_TRUE(gate.holds(1));
  server->stop(10s);
  gate.open();
  EXPECT_THAT(client.rest(), testing::EndsWith("+OK 1 28\r\n+OK bye\r\n"));
  EXPECT_TRUE(ends_within(1s));
}

TEST_P(Stopping, waits_no_longer_than_the_deadline_for_user_code) {
  serve({.open = [&]() -> Answer<Body> {
    gate.pass();
    return Body::text(std::string(one_mail));
  }});
  run();
  Client client = logged_in();
  client.send("RETR 1\r\n");
  ASSERT_TRUE(gate.holds(1));
  server->stop(100ms);
  EXPECT_TRUE(client.ends(5s));
  EXPECT_TRUE(ends_within(1s));
  gate.open();
}

TEST_P(Stopping, waits_for_no_client_that_only_lingers) {
  run();
  Client client(address);
  client.send("WHAT\r\nWHAT\r\nWHAT\r\n");
  server->journal().ended(1);
  server->stop(10s);
  EXPECT_TRUE(ends_within(1s));
}

// ---- The destructor ----

TEST_P(Stopping, by_the_destructor_ends_everybody_at_once) {
  address = server->go();
  std::vector<Client> clients;
  for (int i = 0; i < 5; ++i) clients.push_back(logged_in());
  Client greeted(address);
  greeted.line();
  const auto begin = steady_clock::now();
  server.reset();
  EXPECT_LT(steady_clock::now() - begin, 2s);
  for (Client& client : clients) EXPECT_TRUE(client.ends(1s));
  EXPECT_TRUE(greeted.ends(1s));
}

TEST_P(Stopping, by_the_destructor_waits_for_user_code_and_for_its_removals) {
  std::atomic<bool> removed = false;
  serve({.remove = [&](auto) {
    gate.pass();
    removed = true;
    return Done{};
  }});
  address = server->go();
  Client client = logged_in();
  client.send("DELE 1\r\nQUIT\r\n");
  ASSERT_TRUE(gate.holds(1));
  std::jthread opening([&] {
    std::this_thread::sleep_for(100ms);
    gate.open();
  });
  server.reset();
  EXPECT_TRUE(removed);
}

TEST_P(Stopping, by_the_destructor_does_not_begin_what_still_waits_for_a_thread) {
  std::atomic<int> calls = 0;
  serve({.open = [&]() -> Answer<Body> {
    ++calls;
    gate.pass();
    return Error::temporary("too late");
  }});
  address = server->go();
  std::vector<Client> clients;
  for (int i = 0; i < 300; ++i) clients.emplace_back(address).send("USER a\r\nPASS 12345\r\nRETR 1\r\n");
  ASSERT_TRUE(gate.holds(256));
  std::jthread opening([&] {
    std::this_thread::sleep_for(200ms);
    gate.open();
  });
  server.reset();
  EXPECT_EQ(calls, 256);
}

TEST_P(Stopping, by_the_destructor_survives_a_login_in_progress) {
  serve({.list = [&] {
    gate.pass();
    return snapshot_of({28});
  }});
  address = server->go();
  std::vector<Client> clients;
  for (int i = 0; i < 5; ++i) clients.emplace_back(address).send("USER a\r\nPASS 12345\r\nSTAT\r\n");
  ASSERT_TRUE(gate.holds(5));
  std::jthread opening([&] {
    std::this_thread::sleep_for(50ms);
    gate.open();
  });
  server.reset();
  for (Client& client : clients) EXPECT_TRUE(client.ends(1s));
}

TEST_P(Stopping, by_the_destructor_needs_no_start) { server.reset(); }

// Clients come and go and are served while the server ends: again and again, since it is a matter of moments.
TEST_P(Stopping, survives_clients_that_come_at_that_very_moment) {
  server.reset();
  for (int round = 0; round < 20; ++round) {
    TestServer one;
    one.threads(GetParam());
    one.on_login(behaving({}));
    const std::string where = one.go();
    std::atomic<bool> enough = false;
    std::vector<std::jthread> visitors;
    for (int i = 0; i < 4; ++i)
      visitors.emplace_back([&] {
        while (!enough) {
          try {
            Client client(where);
            client.send("USER andris\r\nPASS 12345\r\nDELE 1\r\nQUIT\r\n");
            client.rest();
          } catch (const Gone&) {
          }
        }
      });
    std::this_thread::sleep_for(10ms);
    std::jthread stopping([&] { one.stop(round % 2 == 0 ? 0ms : 50ms); });
    const auto begin = steady_clock::now();
    one.run();
    EXPECT_LT(steady_clock::now() - begin, 5s);
    enough = true;
  }
}

TEST_P(Stopping, leaves_no_thread_and_no_descriptor_behind) {
  server.reset();
  const std::size_t threads = running_threads();
  const std::size_t descriptors = open_descriptors();
  for (int round = 0; round < 10; ++round) {
    TestServer one;
    one.threads(GetParam());
    one.on_login(behaving({}));
    const std::string where = one.go();
    Client(where).log_in();
    Client quitting(where);
    quitting.log_in();
    quitting.say("QUIT");
  }
  EXPECT_TRUE(soon([&] { return running_threads() == threads; }));
  EXPECT_EQ(open_descriptors(), descriptors);
}

INSTANTIATE_TEST_SUITE_P(Threads, Stopping, testing::Values(1, 3));

}  // namespace
}  // namespace n3::test
