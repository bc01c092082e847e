#include <gmock/gmock.h>

#include <functional>
#include <stdexcept>
#include <string>

#include "client.hpp"
#include "servers.hpp"

// User code that throws, lies or answers nothing hurts one session, which is told so; the server goes on.
namespace n3::test {
namespace {

using testing::AllOf;
using testing::HasSubstr;
using testing::Not;
using testing::StartsWith;

constexpr auto told_nothing_of_it = "-ERR [SYS/TEMP] the server cannot do that just now";

struct Failure {
  const char* name;
  std::function<void()> fail;
  const char* logged;  // and never told to the client
};

class BrokenCode : public testing::TestWithParam<Failure> {
 protected:
  // As if user code that should answer this way fails in its own.
  template <class T>
  std::function<T()> failing() {
    return [fail = GetParam().fail]() -> T {
      fail();
      throw std::logic_error("it should have failed");
    };
  }

  Client visitor() { return Client(server.go()); }
  std::string address() { return address_.empty() ? address_ = server.go() : address_; }

  void expect_the_server_goes_on() {
    EXPECT_TRUE(server.journal().tells(GetParam().logged)) << server.journal().text();
    server.accounts([](std::string_view) { return Secret::clear("12345"); });
    server.on_login(behaving({}));
    Client client(address());
    client.log_in();
    EXPECT_EQ(client.say_lines("RETR 1"), "+OK 28 octets\r\n" + std::string(one_mail));
    EXPECT_THAT(client.say("QUIT"), StartsWith("+OK"));
  }

  TestServer server;

 private:
  std::string address_;
};

TEST_P(BrokenCode, that_checks_passwords_is_a_temporary_failure_and_no_failed_login) {
  server.accounts([fail = failing<bool>()](std::string_view, std::string_view) { return fail(); });
  Client client(address());
  client.line();
  for (int i = 0; i < 5; ++i) {
    client.say("USER andris");
    EXPECT_EQ(client.say("PASS 12345"), told_nothing_of_it);
  }
  expect_the_server_goes_on();
}

TEST_P(BrokenCode, that_finds_secrets_is_a_temporary_failure) {
  server.accounts([fail = failing<Secret>()](std::string_view) { return fail(); });
  Client client(address());
  client.line();
  EXPECT_EQ(client.say("APOP andris 0123456789abcdef0123456789abcdef"), told_nothing_of_it);
  EXPECT_THAT(client.say("AUTH CRAM-MD5"), StartsWith("+ "));
  EXPECT_EQ(client.say("YW5kcmlzIDAxMjM="), told_nothing_of_it);
  expect_the_server_goes_on();
}

TEST_P(BrokenCode, that_is_instant_is_no_different) {
  server.accounts([fail = failing<Secret>()](std::string_view) { return fail(); }, instant);
  Client client(address());
  client.line();
  client.say("USER andris");
  EXPECT_EQ(client.say("PASS 12345"), told_nothing_of_it);
  expect_the_server_goes_on();
}

TEST_P(BrokenCode, that_opens_the_maildrop_is_a_temporary_failure) {
  server.on_login([fail = failing<std::unique_ptr<Maildrop>>()](const Login&) { return fail(); });
  Client client(address());
  client.line();
  client.say("USER andris");
  EXPECT_EQ(client.say("PASS 12345"), told_nothing_of_it);
  EXPECT_THAT(client.say("STAT"), StartsWith("-ERR"));
  expect_the_server_goes_on();
}

TEST_P(BrokenCode, that_lists_the_maildrop_is_a_temporary_failure) {
  server.on_login(behaving({.list = failing<Answer<Snapshot>>()}));
  Client client(address());
  client.line();
  client.say("USER andris");
  EXPECT_EQ(client.say("PASS 12345"), told_nothing_of_it);
  expect_the_server_goes_on();
}

TEST_P(BrokenCode, that_opens_a_message_is_a_temporary_failure_and_the_session_goes_on) {
  for (const bool at_once : {false, true}) {
    server.on_login(behaving({.open = failing<Answer<Body>>(), .instant = at_once}));
    Client client(address());
    client.log_in();
    EXPECT_EQ(client.say("RETR 1"), told_nothing_of_it);
    EXPECT_EQ(client.say("TOP 1 0"), told_nothing_of_it);
    EXPECT_EQ(client.say("STAT"), "+OK 1 28");
  }
  expect_the_server_goes_on();
}

TEST_P(BrokenCode, that_reads_a_message_ends_the_connection_without_the_final_dot) {
  struct Broken : ChunkSource {
    explicit Broken(std::function<Answer<std::string_view>()> fail_) : fail(std::move(fail_)) {}
    Answer<std::string_view> next() override {
      if (!std::exchange(begun, true)) return std::string_view("Subject: one\r\n");
      return fail();
    }
    std::function<Answer<std::string_view>()> fail;
    bool begun = false;
  };
  server.on_login(behaving(
      {.open = [fail = failing<Answer<std::string_view>>()] { return Body::chunks(std::make_unique<Broken>(fail)); }}));
  Client client(address());
  client.log_in();
  client.send("RETR 1\r\n");
  EXPECT_EQ(client.rest(), "+OK 28 octets\r\nSubject: one\r\n");
  expect_the_server_goes_on();
}

TEST_P(BrokenCode, that_removes_messages_is_told_at_QUIT) {
  server.on_login(behaving({.remove = [fail = failing<Answer<Done>>()](auto) { return fail(); }}));
  Client client(address());
  client.log_in();
  client.say("DELE 1");
  EXPECT_EQ(client.say("QUIT"), "-ERR [SYS/TEMP] some deleted messages not removed");
  EXPECT_EQ(client.rest(), "");
  expect_the_server_goes_on();
}

TEST_P(BrokenCode, that_names_locks_is_a_temporary_failure) {
  struct Broken : Maildrop {
    Answer<Snapshot> list() override { return snapshot_of({28}); }
    Answer<Body> open(std::size_t) override { return Body::text(std::string(one_mail)); }
    Answer<Done> remove(std::span<const std::size_t>) override { return Done{}; }
    std::vector<std::string> locks() const override { return fail(); }
    std::function<std::vector<std::string>()> fail;
  };
  server.on_login([fail = failing<std::vector<std::string>>()](const Login&) -> std::unique_ptr<Maildrop> {
    auto maildrop = std::make_unique<Broken>();
    maildrop->fail = fail;
    return maildrop;
  });
  Client client(address());
  client.line();
  client.say("USER andris");
  EXPECT_EQ(client.say("PASS 12345"), told_nothing_of_it);
  expect_the_server_goes_on();
}

TEST_P(BrokenCode, that_says_whether_it_is_instant_is_a_temporary_failure) {
  struct Broken : Maildrop {
    Answer<Snapshot> list() override { return snapshot_of({28}); }
    Answer<Body> open(std::size_t) override { return Body::text(std::string(one_mail)); }
    Answer<Done> remove(std::span<const std::size_t>) override { return Done{}; }
    bool instant() const override { return fail(); }
    std::function<bool()> fail;
  };
  server.on_login([fail = failing<bool>()](const Login&) -> std::unique_ptr<Maildrop> {
    auto maildrop = std::make_unique<Broken>();
    maildrop->fail = fail;
    return maildrop;
  });
  Client client(address());
  client.line();
  client.say("USER andris");
  EXPECT_EQ(client.say("PASS 12345"), told_nothing_of_it);
  expect_the_server_goes_on();
}

TEST_P(BrokenCode, of_a_mechanism_ends_its_exchange) {
  struct Step {
    static sasl::Exchange fail(sasl::Client client, std::function<void()> fail) {
      const std::string words = co_await client.respond();
      fail();
      co_return sasl::Grant{words};
    }
  };
  server.extend_auth(
      "BROKEN", [fail = GetParam().fail](sasl::Client client) { return Step::fail(client, fail); }, sasl::raw);
  server.extend_auth("VOID", nullptr);
  Client client(address());
  client.line();
  EXPECT_THAT(client.say("AUTH BROKEN andris"), StartsWith("-ERR [SYS/TEMP]"));
  EXPECT_THAT(client.say("AUTH VOID"), StartsWith("-ERR [SYS/TEMP]"));
  EXPECT_THAT(client.say("USER andris"), StartsWith("+OK"));
  EXPECT_THAT(client.say("PASS 12345"), StartsWith("+OK"));
  expect_the_server_goes_on();
}

TEST_P(BrokenCode, that_takes_the_log_hurts_nobody) {
  server.log([fail = GetParam().fail](const Event&) { fail(); });
  server.on_login(behaving({.open = [] { return Error::temporary("the source has gone"); }}));
  Client client(address());
  client.log_in();
  EXPECT_EQ(client.say("RETR 1"), "-ERR [SYS/TEMP] the source has gone");
  EXPECT_THAT(client.say("QUIT"), StartsWith("+OK"));
  server.log(server.journal().log());
  Client other(address());
  other.log_in();
}

INSTANTIATE_TEST_SUITE_P(Throwing, BrokenCode,
                         testing::Values(Failure{"exception", [] { throw std::runtime_error("disk 7 \r\n is full"); },
                                                 "disk 7 \\x0D\\x0A is full"},
                                         Failure{"int", [] { throw 42; }, "no std::exception was thrown"}),
                         [](const auto& failure) { return failure.param.name; });

// ---- What is wrong without throwing ----

struct FalseCode : testing::Test {
  std::string pass() {
    Client client(server.go());
    client.line();
    client.say("USER andris");
    return client.say("PASS 12345");
  }
  TestServer server;
};

TEST_F(FalseCode, that_has_no_maildrop_is_a_temporary_failure) {
  server.on_login([](const Login&) -> std::unique_ptr<Maildrop> { return nullptr; });
  EXPECT_THAT(pass(), StartsWith("-ERR [SYS/TEMP]"));
}

TEST_F(FalseCode, that_refuses_a_login_is_told_to_the_client_and_to_the_operator) {
  server.on_login(
      [](const Login&) -> Answer<std::unique_ptr<Maildrop>> { return Error::temporary("the database is down"); });
  EXPECT_EQ(pass(), "-ERR [SYS/TEMP] the database is down");
  EXPECT_TRUE(server.journal().tells("user=andris: the maildrop is not opened: the database is down"));
}

// An empty maildrop would tell clients that all their mail has gone.
TEST_F(FalseCode, that_has_no_listing_is_a_temporary_failure_and_no_empty_maildrop) {
  server.on_login(behaving({.list = [] { return Snapshot{}; }}));
  EXPECT_THAT(pass(), StartsWith("-ERR [SYS/TEMP]"));
}

TEST_F(FalseCode, that_hides_what_is_not_there_is_a_temporary_failure) {
  using Hidden = std::vector<IndexRange>;
  for (const Hidden& hidden : {Hidden{{1, 2}}, {{7, 8}}, {{0, 0}}, {{0, 1}, {0, 1}}, {{0, 2}}, {{0, 0xffffffff}}}) {
    TestServer one;
    one.on_login(behaving({.list = [hidden] {
      Snapshot snapshot = snapshot_of({28});
      snapshot.hidden = hidden;
      return snapshot;
    }}));
    Client client(one.go());
    client.line();
    client.say("USER andris");
    EXPECT_THAT(client.say("PASS 12345"), StartsWith("-ERR [SYS/TEMP]")) << testing::PrintToString(hidden);
  }
}

TEST_F(FalseCode, that_lists_UIDLs_which_are_none_is_a_temporary_failure) {
  for (const std::vector<std::string>& uids :
       {std::vector<std::string>{""}, {"a b"}, {"a", "a"}, {std::string(71, 'x')}}) {
    TestServer one;
    one.on_login(behaving({.list = [uids] {
      std::vector<Entry> entries;
      for (const std::string& uid : uids) entries.push_back({.uid = uid, .octets = 28});
      return Snapshot{std::make_shared<const Listing>(std::move(entries)), {}};
    }}));
    Client client(one.go());
    client.line();
    client.say("USER andris");
    EXPECT_EQ(client.say("PASS 12345"), told_nothing_of_it);
    EXPECT_TRUE(one.journal().tells("UIDL"));
  }
}

TEST_F(FalseCode, that_has_no_chunks_is_a_temporary_failure) {
  server.on_login(behaving({.open = [] { return Body::chunks(nullptr); }}));
  Client client(server.go());
  client.log_in();
  EXPECT_THAT(client.say("RETR 1"), StartsWith("-ERR [SYS/TEMP]"));
  EXPECT_EQ(client.say("STAT"), "+OK 1 28");
}

TEST_F(FalseCode, that_names_a_file_which_is_not_there_is_a_temporary_failure) {
  server.on_login(behaving({.open = [] { return Body::file("/nonexistent/mail.eml"); }}));
  Client client(server.go());
  client.log_in();
  EXPECT_THAT(client.say("RETR 1"), StartsWith("-ERR [SYS/TEMP]"));
  EXPECT_EQ(client.say("STAT"), "+OK 1 28");
}

TEST_F(FalseCode, that_has_lied_about_a_length_ends_the_connection_without_the_final_dot) {
  server.on_login(behaving(
      {.list = [] { return snapshot_of({28, 28}); }, .open = [] { return Body::text("Subject: x\r\n\r\n"); }}));
  Client client(server.go());
  client.log_in();
  client.send("RETR 1\r\n");
  EXPECT_THAT(client.rest(), Not(testing::EndsWith("\r\n.\r\n")));
  EXPECT_TRUE(server.journal().tells("uid=one"));
}

TEST_F(FalseCode, cannot_forge_replies_or_log_lines_with_its_errors) {
  server.on_login(behaving({.open = [] { return Error::permanent("gone\r\n+OK 1 octets\r\nlogin failed"); }}));
  Client client(server.go());
  client.log_in();
  EXPECT_THAT(client.say("RETR 1"), AllOf(StartsWith("-ERR [SYS/PERM] gone"), HasSubstr("+OK")));
  EXPECT_EQ(client.say("STAT"), "+OK 1 28");
  EXPECT_TRUE(
      server.journal().tells("user=andris: a message is not opened: gone\\x0D\\x0A+OK 1 octets\\x0D\\x0Alogin failed"));
}

}  // namespace
}  // namespace n3::test
