#include <gmock/gmock.h>

#include <array>
#include <atomic>
#include <chrono>
#include <string>
#include <thread>
#include <vector>

#include <sys/socket.h>

#include "client.hpp"
#include "gate.hpp"
#include "process.hpp"
#include "servers.hpp"

// What clients do on purpose, by mistake and by accident.
namespace n3::test {
namespace {

using namespace std::chrono_literals;
using std::chrono::steady_clock;
using testing::EndsWith;
using testing::HasSubstr;
using testing::StartsWith;

struct Clients : testing::Test {
  void start() { address = server.go(); }

  void expect_service() {
    Client client(address);
    client.log_in();
    EXPECT_THAT(client.say("QUIT"), StartsWith("+OK"));
  }

  std::string address;
  TestServer server;
};

// ---- How it comes ----

TEST_F(Clients, that_send_one_octet_at_a_time_are_served) {
  start();
  Client client(address);
  client.drip();
  client.send("USER andris\r\nPASS 12345\r\nSTAT\r\nQUIT\r\n");
  EXPECT_THAT(client.rest(), EndsWith("+OK 2 57\r\n+OK bye\r\n"));
}

TEST_F(Clients, that_send_everything_at_once_are_served) {
  start();
  Client client(address);
  client.send("USER andris\r\nPASS 12345\r\nSTAT\r\nRETR 1\r\nQUIT\r\n");
  EXPECT_THAT(client.rest(), EndsWith("+OK 2 57\r\n+OK 28 octets\r\n" + std::string(one_mail) + ".\r\n+OK bye\r\n"));
}

TEST_F(Clients, that_pipeline_ten_thousand_commands_get_ten_thousand_replies) {
  for (const bool at_once : {true, false}) {
    server.on_login(behaving({.instant = at_once}));
    if (address.empty()) start();
    Client client(address);
    client.log_in();
    std::string many;
    for (int i = 0; i < 10'000; ++i) many += "TOP 1 0\r\n";
    std::jthread sending([&] { client.send(many); });
    for (int i = 0; i < 10'000; ++i) ASSERT_EQ(client.reply(), "+OK top of message follows\r\nSubject: one\r\n\r\n");
  }
}

// The server waits for a client to read on, and for its next command since it waited for a worker. Then both come at
// the same moment, while the I/O thread is held up by somebody else.
TEST_F(Clients, that_read_on_and_send_more_at_once_get_their_replies_in_order) {
  server.accounts(
      [](std::string_view user) {
        if (user == "sleeper") std::this_thread::sleep_for(150ms);
        return Secret::clear("12345");
      },
      instant);
  start();
  for (std::size_t quarters = 8; quarters <= 32; ++quarters) {
    const auto mail = std::make_shared<const std::string>("A: b\r\n\r\n" + std::string(quarters << 18, 'x') + "\r\n");
    server.on_login(behaving({.list = [=] { return snapshot_of({mail->size(), 2, 3, 4, 5}); },
                              .open = [=] { return Body::view(*mail, mail); }}));
    Client client(address);
    client.log_in();
    client.send("RETR 1\r\n");
    EXPECT_THAT(client.line(), StartsWith("+OK"));
    std::this_thread::sleep_for(20ms);
    Client sleeper(address);
    sleeper.send("USER sleeper\r\nPASS 12345\r\n");
    std::this_thread::sleep_for(20ms);
    std::string many;
    for (int i = 0; i < 100; ++i) many += "LIST " + std::to_string(i / 25 + 2) + "\r\n";
    client.send(many);
    EXPECT_EQ(client.listing().size(), mail->size());
    for (int i = 0; i < 100; ++i)
      ASSERT_EQ(client.line(), "+OK " + std::to_string(i / 25 + 2) + " " + std::to_string(i / 25 + 2));
  }
}

TEST_F(Clients, that_close_their_side_behind_QUIT_get_their_replies) {
  start();
  Client client(address);
  client.send("USER andris\r\nPASS 12345\r\nQUIT\r\n");
  client.half_close();
  EXPECT_THAT(client.rest(), EndsWith("+OK bye\r\n"));
}

TEST_F(Clients, that_close_their_side_behind_QUIT_get_their_replies_from_slow_code_too) {
  MemoryMaildrop box;
  box.add("one", std::string(one_mail));
  server.accounts([](std::string_view) { return Secret::clear("12345"); });
  server.on_login([box](const Login&) { return box; });
  start();
  Client client(address);
  client.send("USER andris\r\nPASS 12345\r\nSTAT\r\nDELE 1\r\nQUIT\r\n");
  client.half_close();
  EXPECT_THAT(client.rest(), EndsWith("+OK 1 28\r\n+OK message 1 deleted\r\n+OK bye\r\n"));
}

TEST_F(Clients, that_send_more_behind_QUIT_get_their_replies) {
  start();
  Client client(address);
  client.send("QUIT\r\n" + std::string(10'000, 'x'));
  EXPECT_THAT(client.rest(), EndsWith("+OK bye\r\n"));
}

TEST_F(Clients, that_never_end_a_line_are_refused_and_cost_no_memory) {
  start();
  Client client(address);
  client.line();
  const std::size_t before = resident_octets();
  const std::string much(1 << 20, 'x');
  for (int i = 0; i < 64; ++i) client.send(much);
  EXPECT_EQ(client.say(""), "-ERR that line is too long");
  EXPECT_TRUE(sanitized || resident_octets() < before + (4 << 20));
}

TEST_F(Clients, that_read_on_are_not_cut_off_by_a_deadline_of_what_came_before) {
  server.policy({.idle = 1s, .question = 1s});
  const auto mail =
      std::make_shared<const std::string>("Subject: large\r\n\r\n" + std::string(400 << 20, 'x') + "\r\n");
  server.on_login(
      behaving({.list = [=] { return snapshot_of({mail->size()}); }, .open = [=] { return Body::view(*mail, mail); }}));
  start();
  std::vector<std::jthread> readers;
  std::atomic<int> whole = 0;
  for (int i = 0; i < 4; ++i)
    readers.emplace_back([&] {
      Client client(address);
      client.log_in();
      client.send("RETR 1\r\nQUIT\r\n");
      whole += client.ends(60s);
    });
  readers.clear();
  for (const SessionSummary& session : server.journal().ended(4)) EXPECT_EQ(session.end, "quit");
}

// ---- How it ends ----

TEST_F(Clients, that_go_at_any_moment_hurt_nobody) {
  start();
  const std::array words{"",
                         "USER",
                         "USER andris\r\n",
                         "USER andris\r\nPASS 12345\r\n",
                         "USER andris\r\nPASS 12345\r\nRETR 1\r\nRETR 1\r\n",
                         "USER andris\r\nPASS wrong\r\n",
                         "AUTH PLAIN\r\n",
                         "AUTH CRAM-MD5\r\n",
                         "QUIT\r\n",
                         "STAT\r\nSTAT\r\nSTAT\r\n"};
  std::size_t count = 0;
  for (const char* said : words)
    for (const bool rudely : {false, true}) {
      Client client(address);
      client.send(said);
      rudely ? client.reset() : client.close();
      ++count;
    }
  EXPECT_EQ(server.journal().ended(count).size(), count);
  expect_service();
}

TEST_F(Clients, that_are_not_served_any_more_are_told_why_and_then_left) {
  start();
  Client client(address);
  client.send("WHAT\r\nWHAT\r\nWHAT\r\n" + std::string(20'000, 'x'));
  EXPECT_THAT(client.rest(), EndsWith("-ERR unknown command\r\n"));
  const auto sessions = server.journal().ended(1);
  EXPECT_EQ(sessions.at(0).end, "too many bad commands");
}

TEST_F(Clients, that_stay_when_they_are_not_served_any_more_are_cut_off) {
  start();
  Client client(address);
  client.send("WHAT\r\nWHAT\r\nWHAT\r\n");
  EXPECT_TRUE(client.ends());
  std::this_thread::sleep_for(3s);
  EXPECT_THROW(
      {
        client.send("x");
        std::this_thread::sleep_for(50ms);
        client.send("x");
      },
      Gone);
}

TEST_F(Clients, that_say_nothing_are_left_in_time) {
  server.policy({.login = 1s});
  start();
  Client silent(address);
  EXPECT_THAT(silent.rest(), StartsWith("+OK"));
  EXPECT_EQ(server.journal().ended(1).at(0).end, "no login in time");
}

TEST_F(Clients, that_become_silent_are_left_and_nothing_is_removed) {
  std::atomic<bool> removed = false;
  server.policy({.idle = 1s});
  server.on_login(behaving({.remove = [&](auto) {
    removed = true;
    return Done{};
  }}));
  start();
  Client client(address);
  client.log_in();
  client.say("DELE 1");
  client.send("QUIT");
  client.rest();
  EXPECT_EQ(server.journal().ended(1).at(0).end, "idle too long");
  EXPECT_FALSE(removed);
}

TEST_F(Clients, that_do_not_read_on_are_left_in_time) {
  server.policy({.idle = 1s});
  server.on_login(
      behaving({.list = [] { return snapshot_of({long_mail_octets}); }, .open = [] { return long_mail(); }}));
  start();
  Client client(address);
  client.log_in();
  client.send("RETR 1\r\nRETR 1\r\n");
  EXPECT_EQ(server.journal().ended(1).at(0).end, "idle too long");
}

// ---- What it costs ----

TEST_F(Clients, that_ask_for_much_and_read_nothing_cost_little_memory) {
  if (sanitized) GTEST_SKIP() << "sanitizers have memory of their own";
  const auto kept = std::make_shared<const std::string>("Subject: long\r\n\r\n" + std::string(5 << 20, 'x') + "\r\n");
  std::atomic<int> logins = 0;
  server.on_login([&](const Login&) {
    const bool streamed = ++logins % 2 == 0;
    const std::uint64_t octets = streamed ? long_mail_octets : kept->size();
    return std::make_unique<ProgrammedMaildrop>(
        Behaviour{.list = [octets] { return snapshot_of({octets}); },
                  .open = [streamed, kept] { return streamed ? long_mail() : Body::view(*kept, kept); }});
  });
  start();
  std::string many;
  for (int i = 0; i < 20; ++i) many += "RETR 1\r\n";
  std::vector<Client> clients;
  for (int i = 0; i < 10; ++i) {  // what the first ones cost is paid by all: threads, heaps
    clients.emplace_back(address).log_in();
    clients.back().send(many);
  }
  std::this_thread::sleep_for(200ms);
  const std::size_t before = resident_octets();
  for (int i = 0; i < 50; ++i) {
    clients.emplace_back(address).log_in();
    clients.back().send(many);
  }
  std::this_thread::sleep_for(500ms);
  EXPECT_LT(resident_octets() - before, 50u * 256 * 1024);
  EXPECT_THAT(clients.front().reply().size(), testing::Gt(5u << 20)) << "who reads after all gets it";
}

TEST_F(Clients, that_wait_cost_little_memory) {
  if (sanitized) GTEST_SKIP() << "sanitizers have memory of their own";
  start();
  std::vector<Client> clients;
  for (int i = 0; i < 100; ++i) clients.emplace_back(address).log_in();
  const std::size_t before = resident_octets();
  for (int i = 0; i < 400; ++i) clients.emplace_back(address).log_in();
  EXPECT_LT(resident_octets() - before, 400u * 16 * 1024);
}

TEST_F(Clients, that_ask_without_pause_delay_nobody) {
  start();
  for (const std::string& flood : {std::string("NOOP\r\n"), std::string("x"), std::string("STAT\r\n")}) {
    std::atomic<bool> enough = false;
    Client greedy(address);
    greedy.log_in();
    std::jthread reading([&] {
      std::array<char, 65536> into{};
      while (::recv(greedy.socket(), into.data(), into.size(), 0) > 0) continue;
    });
    std::jthread sending([&] {
      std::string much;
      while (much.size() < 256 * 1024) much += flood;
      while (!enough) greedy.send(much);
      greedy.half_close();
    });
    std::this_thread::sleep_for(100ms);
    const auto begin = steady_clock::now();
    for (int i = 0; i < 5; ++i) expect_service();
    EXPECT_LT(steady_clock::now() - begin, sanitized ? 20s : 2s) << flood;
    enough = true;
  }
}

TEST_F(Clients, that_are_not_served_any_more_and_send_without_pause_delay_nobody) {
  start();
  std::atomic<bool> enough = false;
  Client greedy(address);
  greedy.send("WHAT\r\nWHAT\r\nWHAT\r\n");
  std::jthread sending([&] {
    const std::string much(256 * 1024, 'x');
    try {
      while (!enough) greedy.send(much);
    } catch (const Gone&) {
    }
  });
  std::this_thread::sleep_for(50ms);
  const auto begin = steady_clock::now();
  for (int i = 0; i < 5; ++i) expect_service();
  EXPECT_LT(steady_clock::now() - begin, 1s);
  std::this_thread::sleep_for(3s);
  EXPECT_THROW(greedy.send("x"), Gone) << "it is cut off in time";
  enough = true;
}

TEST_F(Clients, leave_nothing_behind) {
  start();
  expect_service();
  const std::size_t descriptors = open_descriptors();
  const std::size_t threads = running_threads();
  for (int i = 0; i < 200; ++i) {
    Client client(address);
    if (i % 4 == 0) client.reset();
    if (i % 4 == 1) client.say("QUIT");
    if (i % 4 == 2) client.log_in();
    if (i % 4 == 3) client.send("WHAT\r\nWHAT\r\nWHAT\r\n");
  }
  EXPECT_TRUE(soon([&] { return open_descriptors() <= descriptors; }));
  EXPECT_LE(running_threads(), threads + 1);
}

}  // namespace
}  // namespace n3::test
