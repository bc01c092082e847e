#include <gmock/gmock.h>

#include <chrono>
#include <cstdio>
#include <filesystem>
#include <stdexcept>
#include <optional>
#include <string>
#include <thread>
#include <vector>

#include <sys/resource.h>
#include <unistd.h>

#include "client.hpp"
#include "folder.hpp"
#include "process.hpp"
#include "servers.hpp"

namespace n3::test {
namespace {

using namespace std::chrono_literals;
using testing::AllOf;
using testing::ElementsAre;
using testing::HasSubstr;
using testing::MatchesRegex;
using testing::Not;
using testing::StartsWith;

std::string port_of(const std::string& address) { return address.substr(address.rfind(':')); }

void expect_service(const std::string& address) {
  Client client(address);
  client.log_in();
  EXPECT_THAT(client.say("QUIT"), StartsWith("+OK"));
}

std::string refused(Server& server) {
  try {
    server.start();
    return "it was started";
  } catch (const std::exception& problem) {
    return problem.what();
  }
}

/// A server with accounts and maildrops that listens nowhere yet.
struct Unbound : Server {
  Unbound() {
    accounts([](std::string_view) { return Secret::clear("12345"); });
    on_login(behaving({}));
    log(journal.log());
  }
  Journal journal;
};

// ---- Where ----

TEST(Listening, tells_the_addresses_in_their_order_and_with_their_ports) {
  Folder folder;
  Unbound server;
  server.listen("127.0.0.1:0").listen("[::1]:0").listen("*:0").listen("unix:" + folder.file("pop3.sock"));
  const auto addresses = server.start();
  EXPECT_THAT(addresses,
              ElementsAre(MatchesRegex(R"(127\.0\.0\.1:[1-9][0-9]+)"), MatchesRegex(R"(\[::1\]:[1-9][0-9]+)"),
                          MatchesRegex(R"(\[::\]:[1-9][0-9]+)"), "unix:" + folder.file("pop3.sock")));
  for (const std::string& address : addresses) expect_service(address);
}

TEST(Listening, on_all_addresses_serves_both_families_and_names_clients_as_they_are) {
  Unbound server;
  const std::string port = port_of(server.listen("*:0").start().at(0));
  expect_service("127.0.0.1" + port);
  expect_service("[::1]" + port);
  const auto sessions = server.journal.ended(2);
  EXPECT_THAT(sessions.at(0).peer, StartsWith("127.0.0.1:"));
  EXPECT_THAT(sessions.at(1).peer, StartsWith("[::1]:"));
}

TEST(Listening, on_one_family_serves_that_alone) {
  Unbound server;
  const std::string port = port_of(server.listen("[::]:0").start().at(0));
  expect_service("[::1]" + port);
  EXPECT_THROW(Client("127.0.0.1" + port), Gone);
}

TEST(Listening, on_a_unix_socket_names_its_clients_so_and_leaves_no_file) {
  Folder folder;
  const std::string path = folder.file("pop3.sock");
  {
    Unbound server;
    expect_service(server.listen("unix:" + path).start().at(0));
    EXPECT_EQ(server.journal.ended(1).at(0).peer, "unix");
  }
  EXPECT_FALSE(std::filesystem::exists(path));
}

TEST(Listening, on_a_unix_socket_begins_where_a_server_that_has_crashed_left_its_file) {
  Folder folder;
  const std::string path = folder.file("pop3.sock");
  EXPECT_EQ(in_child([&]() -> std::string {
              auto* left = new Unbound;
              left->listen("unix:" + path).start();
              return "";  // and out without a destructor
            }),
            "");
  ASSERT_TRUE(std::filesystem::exists(path));
  Unbound server;
  expect_service(server.listen("unix:" + path).start().at(0));
}

TEST(Listening, leaves_the_file_of_a_unix_socket_that_is_another_servers_by_now) {
  const Folder folder;
  const std::string path = folder.file("pop3.sock");
  auto first = std::make_optional<Unbound>();
  first->listen("unix:" + path).start();
  std::filesystem::remove(path);
  Unbound second;
  second.listen("unix:" + path).start();
  first.reset();
  EXPECT_EQ(Client("unix:" + path).line().substr(0, 4), "+OK ");
}

TEST(Listening, takes_no_unix_socket_from_another_server_and_no_file_that_is_none) {
  Folder folder;
  const std::string path = folder.file("pop3.sock");
  Unbound first;
  first.listen("unix:" + path).start();
  Unbound second;
  second.listen("unix:" + path);
  EXPECT_THAT(refused(second), AllOf(StartsWith("cannot listen on unix:" + path + ": "), Not(HasSubstr("port"))));
  expect_service("unix:" + path);

  folder.write("precious", "data");
  Unbound third;
  third.listen("unix:" + folder.file("precious"));
  EXPECT_THAT(refused(third), StartsWith("cannot listen on unix:"));
  EXPECT_EQ(std::filesystem::file_size(folder.file("precious")), 4u);
}

// ---- Where not ----

TEST(Listening, fails_with_a_word_about_what_to_do) {
  Unbound taken;
  const std::string address = taken.listen("127.0.0.1:0").start().at(0);
  const struct {
    std::string address;
    std::string words;
  } table[] = {
      {address, "cannot listen on " + address + ": another program listens there; stop it, or choose another port"},
      {"192.0.2.7:0", "cannot listen on 192.0.2.7:0: this machine has no such address"},
      {"[fe80::1]:0", "cannot listen on [fe80::1]:0: an address of one link needs its interface"},
      {"pop.example.org:110", "\"pop.example.org:110\" is no address to listen on; write"},
      {"unix:/nonexistent/pop3.sock", "cannot listen on unix:/nonexistent/pop3.sock: No such file or directory"},
  };
  for (const auto& row : table) {
    Unbound server;
    server.listen(row.address);
    EXPECT_THAT(refused(server), StartsWith(row.words));
  }
}

TEST(Listening, fails_altogether_where_one_address_cannot_be_had_and_can_be_tried_again) {
  Folder folder;
  const std::string path = folder.file("pop3.sock");
  auto taken = std::make_unique<Unbound>();
  const std::string address = taken->listen("127.0.0.1:0").start().at(0);
  Unbound server;
  server.listen("unix:" + path).listen(address);
  EXPECT_THAT(refused(server), HasSubstr("another program listens there"));
  EXPECT_THROW(Client("unix:" + path), Gone);
  EXPECT_FALSE(std::filesystem::exists(path));
  taken.reset();
  EXPECT_THAT(server.start(), ElementsAre("unix:" + path, address));
}

TEST(Listening, needs_to_know_whom_to_serve_and_what) {
  Server server;
  EXPECT_THAT(refused(server), HasSubstr("Server::accounts"));
  server.accounts([](std::string_view, std::string_view) { return true; });
  server.mechanisms({"PLAIN", "FOOBAR"});
  EXPECT_THAT(refused(server), HasSubstr("Server::mechanisms names \"FOOBAR\", which is neither built in nor added"));
  server.mechanisms({"CRAM-MD5"});
  EXPECT_THAT(refused(server), HasSubstr("Server::mechanisms names none that there is for these accounts"));
  server.mechanisms({"PLAIN"});
  EXPECT_THAT(refused(server), HasSubstr("Server::on_login"));
  server.on_login(behaving({}));
  EXPECT_THAT(refused(server), HasSubstr("Server::listen"));
  server.listen({.address = "127.0.0.1:0", .tls = Tls::implicit});
  EXPECT_THAT(refused(server), HasSubstr("Server::tls"));
}

TEST(Listening, refuses_networks_that_are_none) {
  Unbound server;
  server.listen({.address = "127.0.0.1:0", .plaintext_login = {.networks = {"office"}}});
  EXPECT_THAT(refused(server), HasSubstr("\"office\" is no network"));
}

TEST(Listening, begins_once) {
  Unbound server;
  server.listen("127.0.0.1:0").start();
  EXPECT_THROW(server.start(), std::logic_error);
  EXPECT_THROW(server.listen("127.0.0.1:0"), std::logic_error);
  EXPECT_THROW(server.threads(8), std::logic_error);
}

// ---- Descriptors ----

// As user code may run one.
std::string sockets_of_another_program() {
  std::string sockets;
  FILE* listing = ::popen("ls -l /proc/self/fd | grep -o 'socket:.*'", "r");
  char bytes[4096];
  while (const std::size_t count = std::fread(bytes, 1, sizeof bytes, listing)) sockets.append(bytes, count);
  ::pclose(listing);
  return sockets;
}

TEST(Listening, opens_no_sockets_to_the_programs_that_user_code_runs) {
  const std::string before = sockets_of_another_program();
  Unbound server;
  Client client(server.listen("127.0.0.1:0").start().at(0));
  client.log_in();
  EXPECT_EQ(sockets_of_another_program(), before);
}

// Without descriptors nobody can be accepted; who waits is served when there are some again, and meanwhile the server
// rests.
TEST(Listening, goes_on_when_descriptors_are_used_up_and_free_again) {
  if (sanitized) GTEST_SKIP() << "sanitizers open files of their own";
  const std::string words = in_child([]() -> std::string {
    Unbound server;
    const std::string address = server.listen("127.0.0.1:0").start().at(0);
    expect_service(address);
    const rlimit few{.rlim_cur = 40, .rlim_max = 40};
    ::setrlimit(RLIMIT_NOFILE, &few);

    std::vector<int> filler;
    for (int fd; (fd = ::dup(0)) >= 0;) filler.push_back(fd);
    ::close(filler.back());  // one for the client, none for the server
    filler.pop_back();
    Client late(address);

    const auto before = cpu_time();
    std::this_thread::sleep_for(1s);
    const auto used = cpu_time() - before;
    if (used > 200ms) return "it spins: " + std::to_string(used.count()) + " ms of a second";
    if (!server.journal.tells("127.0.0.1:0: cannot accept: Too many open files")) return server.journal.text();
    if (server.journal.count("cannot accept") > 30) return "it floods the log";

    for (const int fd : filler) ::close(fd);
    if (!late.line().starts_with("+OK")) return "who has waited is not served";
    return "";
  });
  EXPECT_EQ(words, "");
}

}  // namespace
}  // namespace n3::test
