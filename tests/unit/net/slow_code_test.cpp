#include <gmock/gmock.h>

#include <algorithm>
#include <atomic>
#include <chrono>
#include <mutex>
#include <string>
#include <thread>
#include <vector>

#include "client.hpp"
#include "folder.hpp"
#include "gate.hpp"
#include "process.hpp"
#include "servers.hpp"

// One who is slow delays nobody else: what the server promises of user code that blocks.
namespace n3::test {
namespace {

using namespace std::chrono_literals;
using std::chrono::steady_clock;
using testing::StartsWith;

constexpr int more_than_there_are_workers = 300;
constexpr int most_of_the_workers = 250;

bool is_slow(std::string_view user) { return user.starts_with("slow"); }

/// Everybody whose name begins with "slow" has a maildrop that behaves so; the others have what TestServer gives, on
/// the worker threads as well.
std::function<std::unique_ptr<Maildrop>(const Login&)> slow_are(Behaviour behaviour) {
  return [behaviour = std::move(behaviour)](const Login& login) {
    return std::make_unique<ProgrammedMaildrop>(is_slow(login.user) ? behaviour : Behaviour{});
  };
}

std::vector<Client> log_in(const std::string& address, int many) {
  std::vector<Client> clients;
  for (int i = 0; i < many; ++i) clients.emplace_back(address).send("USER slow\r\nPASS 12345\r\n");
  return clients;
}

/// How long somebody needs from connecting to the reply to QUIT.
steady_clock::duration visit(const std::string& address, std::initializer_list<const char*> commands) {
  const auto begin = steady_clock::now();
  Client client(address);
  client.log_in();
  for (const std::string command : commands)
    EXPECT_THAT(command.starts_with("RETR") ? client.say_lines(command) : client.say(command), StartsWith("+OK"));
  EXPECT_THAT(client.say("QUIT"), StartsWith("+OK"));
  return steady_clock::now() - begin;
}

steady_clock::duration median_visit(const std::string& address, std::initializer_list<const char*> commands) {
  std::vector<steady_clock::duration> times;
  for (int i = 0; i < 11; ++i) times.push_back(visit(address, commands));
  std::ranges::nth_element(times, times.begin() + 5);
  return times[5];
}

TEST(SlowCode, that_opens_messages_delays_nobody_who_logs_in) {
  Gate gate;
  TestServer server;
  server.on_login(slow_are({.open = [&]() -> Answer<Body> {
    gate.pass();
    return Body::text(std::string(one_mail));
  }}));
  const std::string address = server.go();
  std::vector<Client> slow = log_in(address, more_than_there_are_workers);
  for (Client& client : slow) client.send("RETR 1\r\n");
  ASSERT_TRUE(gate.holds(256));
  EXPECT_LT(median_visit(address, {"STAT"}), 50ms);
  EXPECT_EQ(gate.waiting(), 256) << "they block all the time";
  gate.open();
  for (Client& client : slow) {
    for (int i = 0; i < 3; ++i) client.line();  // greeting, USER, PASS
    EXPECT_THAT(client.line(), StartsWith("+OK 28 octets"));
  }
}

TEST(SlowCode, that_reads_messages_delays_nobody_who_logs_in) {
  Gate gate;
  TestServer server;
  struct Slow : ChunkSource {
    explicit Slow(Gate& gate_) : gate(gate_) {}
    Answer<std::string_view> next() override {
      gate.pass();
      return Error::temporary("the source has gone");
    }
    Gate& gate;
  };
  server.on_login(slow_are({.open = [&] { return Body::chunks(std::make_unique<Slow>(gate)); }}));
  const std::string address = server.go();
  std::vector<Client> slow = log_in(address, more_than_there_are_workers);
  for (Client& client : slow) client.send("RETR 1\r\n");
  ASSERT_TRUE(gate.holds(256));
  EXPECT_LT(median_visit(address, {"STAT"}), 50ms);
  EXPECT_EQ(gate.waiting(), 256) << "they block all the time";
  gate.open();
}

TEST(SlowCode, that_removes_messages_delays_nobody_who_logs_in) {
  Gate gate;
  TestServer server;
  server.on_login(slow_are({.remove = [&](auto) {
    gate.pass();
    return Done{};
  }}));
  const std::string address = server.go();
  std::vector<Client> slow = log_in(address, more_than_there_are_workers);
  for (Client& client : slow) client.send("DELE 1\r\nQUIT\r\n");
  ASSERT_TRUE(gate.holds(256));
  EXPECT_LT(median_visit(address, {"STAT"}), 50ms);
  EXPECT_EQ(gate.waiting(), 256) << "they block all the time";
  gate.open();
}

// What stands before a message or a login shares its threads with all others: it delays nobody while some are left.

TEST(SlowCode, that_lists_maildrops_delays_nobody_who_logs_in) {
  Gate gate;
  TestServer server;
  server.on_login(slow_are({.list = [&] {
    gate.pass();
    return snapshot_of({28});
  }}));
  const std::string address = server.go();
  std::vector<Client> slow = log_in(address, most_of_the_workers);
  ASSERT_TRUE(gate.holds(most_of_the_workers));
  EXPECT_LT(median_visit(address, {"STAT"}), 50ms);
  EXPECT_EQ(gate.waiting(), most_of_the_workers) << "they block all the time";
  gate.open();
}

TEST(SlowCode, that_checks_passwords_delays_nobody_whose_password_is_checked_fast) {
  Gate gate;
  TestServer server;
  server.accounts([&](std::string_view user, std::string_view) {
    if (is_slow(user)) gate.pass();
    return true;
  });
  const std::string address = server.go();
  std::vector<Client> slow = log_in(address, most_of_the_workers);
  ASSERT_TRUE(gate.holds(most_of_the_workers));
  EXPECT_LT(median_visit(address, {"STAT"}), 50ms);
  EXPECT_EQ(gate.waiting(), most_of_the_workers) << "they block all the time";
  gate.open();
}

TEST(SlowCode, that_opens_messages_delays_nobody_who_reads_others) {
  Gate gate;
  TestServer server;
  server.on_login(slow_are({.open = [&]() -> Answer<Body> {
    gate.pass();
    return Error::temporary("the source has gone");
  }}));
  const std::string address = server.go();
  std::vector<Client> slow = log_in(address, most_of_the_workers);
  for (Client& client : slow) client.send("RETR 1\r\n");
  ASSERT_TRUE(gate.holds(most_of_the_workers));
  EXPECT_LT(median_visit(address, {"RETR 1", "DELE 1"}), 50ms);
  EXPECT_EQ(gate.waiting(), most_of_the_workers) << "they block all the time";
  gate.open();
}

TEST(SlowCode, delays_nobody_when_it_answers_later) {
  std::vector<Reply<Body>> replies;
  std::mutex mutex;
  TestServer server;
  server.on_login(slow_are({.open =
                                [&] {
                                  auto [answer, reply] = Answer<Body>::later();
                                  const std::lock_guard lock(mutex);
                                  replies.push_back(std::move(reply));
                                  return std::move(answer);
                                },
                            .instant = true}));
  const std::string address = server.go();
  std::vector<Client> slow = log_in(address, more_than_there_are_workers);
  for (Client& client : slow) client.send("RETR 1\r\n");
  EXPECT_TRUE(soon([&] {
    const std::lock_guard lock(mutex);
    return replies.size() == more_than_there_are_workers;
  }));
  EXPECT_LT(median_visit(address, {"STAT", "RETR 1"}), 50ms);
  for (auto& reply : replies) reply(Body::text(std::string(one_mail)));
  for (Client& client : slow) {
    for (int i = 0; i < 3; ++i) client.line();
    EXPECT_EQ(client.reply(), "+OK 28 octets\r\n" + std::string(one_mail));
  }
}

// An instant on_login may well return a maildrop that is not.
TEST(SlowCode, that_lists_delays_nobody_although_it_was_made_in_an_instant) {
  Gate gate;
  TestServer server;
  server.on_login(slow_are({.list =
                                [&] {
                                  gate.pass();
                                  return snapshot_of({28});
                                }}),
                  instant);
  const std::string address = server.go();
  std::vector<Client> slow = log_in(address, 3);
  ASSERT_TRUE(gate.holds(3));
  EXPECT_LT(median_visit(address, {"STAT"}), 50ms);
  EXPECT_EQ(gate.waiting(), 3);
  gate.open();
}

// A file may be on a disk that does not answer.
TEST(SlowCode, is_what_reads_files_and_so_they_are_read_on_the_workers) {
  Folder folder;
  folder.write("mail", one_mail);
  TestServer server;
  server.on_login(behaving({.open = [&] { return Body::file(folder.file("mail")); }, .instant = true}), instant);
  Client client(server.go());
  client.log_in();
  const std::size_t threads = running_threads();
  EXPECT_EQ(client.say_lines("RETR 1"), "+OK 28 octets\r\n" + std::string(one_mail));
  EXPECT_EQ(running_threads(), threads + 1) << "the first worker";
}

TEST(SlowCode, is_given_up_after_a_while_and_the_session_goes_on) {
  Gate gate;
  TestServer server;
  server.policy({.question = 1s});
  server.on_login(behaving({.open = [&]() -> Answer<Body> {
    gate.pass();
    return Body::text(std::string(one_mail));
  }}));
  Client client(server.go());
  client.log_in();
  EXPECT_EQ(client.say("RETR 1"), "-ERR [SYS/TEMP] that took too long");
  EXPECT_EQ(client.say("STAT"), "+OK 1 28");
  gate.open();
  EXPECT_EQ(client.say_lines("RETR 1"), "+OK 28 octets\r\n" + std::string(one_mail))
      << "asked behind the call that has been given up";
}

// Calls for one session never overlap, whatever its client does.
TEST(SlowCode, is_never_called_twice_at_once_for_one_session) {
  std::atomic<int> running = 0;
  std::atomic<bool> overlapped = false;
  TestServer server;
  server.policy({.question = 1s});
  server.on_login(behaving({.open = [&]() -> Answer<Body> {
    if (++running > 1) overlapped = true;
    std::this_thread::sleep_for(1200ms);
    --running;
    return Body::text(std::string(one_mail));
  }}));
  Client client(server.go());
  client.log_in();
  client.send("RETR 1\r\nRETR 1\r\nRETR 1\r\nQUIT\r\n");
  client.rest();
  EXPECT_FALSE(overlapped);
}

TEST(SlowCode, is_not_called_any_more_for_clients_that_have_gone) {
  Gate gate;
  std::atomic<int> calls = 0;
  TestServer server;
  server.on_login(slow_are({.open = [&]() -> Answer<Body> {
    ++calls;
    gate.pass();
    return Error::temporary("the source has gone");
  }}));
  const std::string address = server.go();
  std::vector<Client> slow = log_in(address, more_than_there_are_workers);
  for (Client& client : slow) client.send("RETR 1\r\n");
  ASSERT_TRUE(gate.holds(256));
  const int before = calls;
  slow.clear();
  EXPECT_EQ(server.journal().ended(more_than_there_are_workers).size(), std::size_t{more_than_there_are_workers});
  gate.open();
  EXPECT_TRUE(soon([&] { return gate.waiting() == 0; }));
  EXPECT_EQ(calls, before) << "nobody waits for the others";
}

}  // namespace
}  // namespace n3::test
