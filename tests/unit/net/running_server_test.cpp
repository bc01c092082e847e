#include <gmock/gmock.h>

#include <atomic>
#include <string>
#include <thread>
#include <vector>

#include "certificates.hpp"
#include "client.hpp"
#include "process.hpp"
#include "servers.hpp"

// Changes to a server that runs, and from where it lets people log in.
namespace n3::test {
namespace {

using namespace std::chrono_literals;
using testing::AllOf;
using testing::HasSubstr;
using testing::Not;
using testing::StartsWith;

sasl::Exchange foobar(sasl::Client client) {
  const std::string line = co_await client.respond();
  const auto space = line.find(' ');
  const bool good = co_await client.check(line.substr(0, space), line.substr(space + 1));
  if (!good) co_return sasl::Deny{};
  co_return sasl::Grant{line.substr(0, space)};
}

Client greeted(const std::string& address) {
  Client client(address);
  client.line();
  return client;
}

TEST(RunningServer, offers_an_added_mechanism_to_sessions_that_begin_afterwards) {
  TestServer server;
  const std::string address = server.go();
  Client before = greeted(address);
  server.extend_auth("foobar", foobar, sasl::raw);
  Client after = greeted(address);
  EXPECT_THAT(before.say_lines("CAPA"), HasSubstr("SASL CRAM-MD5 PLAIN LOGIN\r\n"));
  EXPECT_THAT(after.say_lines("CAPA"), HasSubstr("SASL CRAM-MD5 PLAIN LOGIN FOOBAR\r\n"));
  EXPECT_THAT(before.say("AUTH FOOBAR andris 12345"), StartsWith("-ERR"));
  EXPECT_THAT(after.say("AUTH FOOBAR andris wrong"), StartsWith("-ERR [AUTH]"));
  EXPECT_THAT(after.say("AUTH FOOBAR andris 12345"), StartsWith("+OK"));
}

TEST(RunningServer, offers_an_added_mechanism_by_the_name_that_was_wanted) {
  TestServer server;
  server.extend_auth("foobar", foobar, sasl::raw);
  server.mechanisms({"Plain", "FooBar"});
  Client client = greeted(server.go());
  EXPECT_THAT(client.say_lines("CAPA"), HasSubstr("SASL PLAIN FOOBAR\r\n"));
}

TEST(RunningServer, keeps_for_a_session_what_it_began_with) {
  TestServer server;
  server.name("old.example.org");
  const std::string address = server.go();
  Client before = greeted(address);
  server.name("new.example.org");
  server.accounts([](std::string_view, std::string_view password) { return password == "another"; });
  server.on_login(behaving({}));
  Client after(address);
  EXPECT_EQ(after.line(), "+OK N3 ready") << "no stamp: these accounts have no secrets";
  before.say("USER andris");
  EXPECT_THAT(before.say("PASS 12345"), StartsWith("+OK maildrop has 2 messages"));
  after.say("USER andris");
  EXPECT_THAT(after.say("PASS 12345"), StartsWith("-ERR [AUTH]"));
  after.say("USER andris");
  EXPECT_THAT(after.say("PASS another"), StartsWith("+OK maildrop has 1 messages"));
}

TEST(RunningServer, refuses_a_mechanism_that_has_no_proper_name) {
  TestServer server;
  for (const char* name : {"", "FOO BAR", "FOO.BAR", "A234567890123456789012", "ÄÖ", "FOO\r\nBAR"})
    EXPECT_THROW(server.extend_auth(name, foobar), std::invalid_argument) << name;
  for (const char* name : {"A", "X-FOO_1", "a2345678901234567890"}) EXPECT_NO_THROW(server.extend_auth(name, foobar));
}

TEST(RunningServer, may_be_changed_by_many_while_it_serves_many) {
  TestServer server;
  server.threads(3);
  const std::string address = server.go();
  std::atomic<bool> enough = false;
  std::vector<std::jthread> others;
  for (int i = 0; i < 2; ++i)
    others.emplace_back([&, i] {
      for (int n = 0; !enough; ++n) {
        server.extend_auth("X" + std::to_string(i), foobar);
        server.name("n" + std::to_string(n) + ".example.org");
        server.log(server.journal().log());
        server.policy({.failure_delay = 1ms});
        server.accounts([](std::string_view) { return Secret::clear("12345"); });
        std::this_thread::sleep_for(1ms);
      }
    });
  for (int i = 0; i < 3; ++i)
    others.emplace_back([&] {
      for (int n = 0; n < 50; ++n) {
        Client client(address);
        client.log_in();
        EXPECT_EQ(client.say("STAT"), "+OK 2 57");
        EXPECT_THAT(client.say("QUIT"), StartsWith("+OK"));
      }
    });
  while (others.size() > 2) others.pop_back();
  enough = true;
}

// The log is called from all of the threads, one call at a time.
TEST(RunningServer, calls_its_log_once_at_a_time) {
  std::atomic<int> inside = 0;
  std::atomic<bool> overlapped = false;
  TestServer server;
  server.threads(3);
  server.log([&](const Event&) {
    if (++inside > 1) overlapped = true;
    std::this_thread::sleep_for(1ms);
    --inside;
  });
  const std::string address = server.go();
  {
    std::vector<std::jthread> visitors;
    for (int i = 0; i < 6; ++i)
      visitors.emplace_back([&] {
        for (int n = 0; n < 10; ++n) Client(address).log_in();
      });
  }
  EXPECT_FALSE(overlapped);
}

TEST(RunningServer, counts_its_sessions_and_tells_what_they_did) {
  TestServer server;
  const std::string address = server.go();
  Client client(address);
  client.log_in();
  client.say_lines("RETR 1");
  client.say_lines("TOP 2 0");
  client.say("DELE 1");
  client.say("QUIT");
  const SessionSummary summary = server.journal().ended(1).at(0);
  EXPECT_EQ(summary.id, 1u);
  EXPECT_THAT(summary.peer, StartsWith("127.0.0.1:"));
  EXPECT_EQ(summary.user, "andris");
  EXPECT_EQ(summary.mechanism, "PASS");
  EXPECT_EQ(summary.listed, 2u);
  EXPECT_EQ(summary.retrieved, 2u);
  EXPECT_EQ(summary.removed, 1u);
  EXPECT_EQ(summary.octets_in, 56u);
  EXPECT_EQ(summary.end, "quit");
  EXPECT_TRUE(server.journal().tells("session=1 peer=127.0.0.1:"));
}

// ---- Logins without TLS ----

struct PlaintextLogins : testing::Test {
  std::string listening(PlaintextLogin login, Tls tls = Tls::starttls) {
    server.listen({.address = "127.0.0.1:0", .tls = tls, .plaintext_login = std::move(login)});
    return server.start().at(1);
  }

  Folder folder;
  TestServer server;
};

TEST_F(PlaintextLogins, are_neither_offered_nor_served_where_they_are_not_welcome) {
  server.tls(make_certificate(folder));
  Client client(listening({.loopback = false, .networks = {"10.0.0.0/8"}}));
  EXPECT_EQ(client.line(), "+OK N3 ready") << "a stamp would invite to APOP";
  EXPECT_THAT(client.say_lines("CAPA"), AllOf(HasSubstr("STLS\r\n"), Not(HasSubstr("USER")), Not(HasSubstr("SASL"))));
  for (const char* attempt : {"USER andris", "PASS 12345", "APOP andris 0123456789abcdef0123456789abcdef", "AUTH PLAIN",
                              "AUTH PLAIN AGFuZHJpcwAxMjM0NQ==", "AUTH CRAM-MD5", "AUTH"})
    EXPECT_EQ(client.say(attempt), "-ERR [AUTH] log in over TLS: begin with STLS") << attempt;
}

TEST_F(PlaintextLogins, are_served_over_TLS_all_the_same) {
  server.tls(make_certificate(folder));
  Client client(listening(PlaintextLogin::never()));
  client.line();
  client.say("STLS");
  client.encrypt();
  EXPECT_THAT(client.say_lines("CAPA"), AllOf(HasSubstr("USER\r\n"), HasSubstr("SASL CRAM-MD5 PLAIN LOGIN\r\n")));
  EXPECT_THAT(client.say("USER andris"), StartsWith("+OK"));
  EXPECT_THAT(client.say("PASS 12345"), StartsWith("+OK"));
}

TEST_F(PlaintextLogins, are_refused_with_other_words_where_there_is_no_TLS) {
  Client client(listening(PlaintextLogin::never(), Tls::none));
  client.line();
  EXPECT_THAT(client.say_lines("CAPA"), Not(HasSubstr("STLS")));
  EXPECT_EQ(client.say("USER andris"), "-ERR [AUTH] log in over TLS: this port has none");
}

TEST_F(PlaintextLogins, are_welcome_from_the_networks_that_are_named) {
  Client client(listening({.loopback = false, .networks = {"127.0.0.0/8"}}));
  EXPECT_THAT(client.line(), testing::ContainsRegex("<[0-9]+\\.[0-9]+@"));
  EXPECT_THAT(client.say("USER andris"), StartsWith("+OK"));
  EXPECT_THAT(client.say("PASS 12345"), StartsWith("+OK"));
}

}  // namespace
}  // namespace n3::test
