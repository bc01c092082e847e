#include <n3/sasl.hpp>

#include <memory>
#include <stdexcept>
#include <string>

#include <gtest/gtest.h>

#include "steps.hpp"

// Writing a mechanism: what a coroutine gets for each thing that it may wait for.
namespace n3::sasl {
namespace {

// The FOOBAR of N3's ancestor: "<user> <password>", as initial response or not.
Exchange foobar(Client client) {
  const std::string line = co_await client.respond();
  const auto space = line.find(' ');
  if (space == line.npos) co_return Deny{"FOOBAR expects <user> <password>"};
  const std::string user = line.substr(0, space);
  const bool good = co_await client.check(user, line.substr(space + 1));
  if (!good) co_return Deny{};
  co_return Grant{user};
}

// Speaks first, asks for everything there is, and remembers what it got.
Exchange thorough(Client client, std::string* heard) {
  const std::string stamp = client.stamp();
  const std::string first = co_await client.challenge("who? " + stamp);
  const std::string second = co_await client.respond_to("really?");
  const std::string third = co_await client.respond();
  const bool good = co_await client.check(first, second);
  const std::optional<Secret> secret = co_await client.secret(third);
  *heard =
      first + "," + second + "," + third + "," + (good ? "good" : "bad") + "," + (secret ? secret->password : "none");
  co_return Grant{first};
}

TEST(Exchange, goes_through_a_mechanism_of_many_steps) {
  std::string heard;
  Exchange exchange = thorough(Client("<1@n3>"), &heard);
  EXPECT_EQ(words(exchange.start(std::nullopt)), "challenge 'who? <1@n3>'");
  EXPECT_EQ(words(exchange.responded("one")), "challenge 'really?'");
  EXPECT_EQ(words(exchange.responded("two")), "challenge ''");
  EXPECT_EQ(words(exchange.responded("three")), "check 'one' with 'two'");
  EXPECT_EQ(words(exchange.checked(true)), "find the secret of 'three'");
  EXPECT_EQ(words(exchange.found(Secret::clear("four"))), "grant 'one'");
  EXPECT_EQ(heard, "one,two,three,good,four");
}

TEST(Exchange, gives_the_mechanism_a_no_and_a_nobody) {
  std::string heard;
  Exchange exchange = thorough(Client(), &heard);
  exchange.start(std::nullopt);
  for (const char* response : {"one", "two", "three"}) exchange.responded(response);
  exchange.checked(false);
  EXPECT_EQ(words(exchange.found(std::nullopt)), "grant 'one'");
  EXPECT_EQ(heard, "one,two,three,bad,none");
}

TEST(Exchange, may_have_as_many_steps_as_it_likes) {
  constexpr int steps = 2000;
  const auto patient = [](Client client) -> Exchange {
    std::string all;
    for (int i = 0; i < steps; ++i) {
      const std::string one = co_await client.respond();
      all += one;
    }
    co_return Grant{all};
  };
  Exchange exchange = patient(Client());
  exchange.start(std::nullopt);
  for (int i = 0; i < steps - 1; ++i) ASSERT_EQ(words(exchange.responded("x")), "challenge ''");
  EXPECT_EQ(words(exchange.responded("x")), "grant '" + std::string(steps, 'x') + "'");
}

// g++ 12 would destroy the words twice, were a Grant an aggregate.
TEST(Exchange, may_grant_what_it_waits_for_in_one_expression) {
  const auto trusting = [](Client client) -> Exchange { co_return Grant{co_await client.respond()}; };
  Exchange exchange = trusting(Client());
  EXPECT_EQ(words(exchange.start("somebody whose name is longer than a short string")),
            "grant 'somebody whose name is longer than a short string'");
}

TEST(Exchange, may_end_before_it_has_asked_anything) {
  const auto nobody = [](Client) -> Exchange { co_return Deny{"closed today"}; };
  Exchange exchange = nobody(Client());
  EXPECT_EQ(words(exchange.start(std::nullopt)), "deny 'closed today'");
}

// ---- The initial response ----

TEST(InitialResponse, that_is_absent_is_asked_for) {
  Exchange exchange = foobar(Client());
  EXPECT_EQ(words(exchange.start(std::nullopt)), "challenge ''");
  EXPECT_EQ(words(exchange.responded("andris 12345")), "check 'andris' with '12345'");
  EXPECT_EQ(words(exchange.checked(true)), "grant 'andris'");
}

TEST(InitialResponse, that_is_there_saves_a_challenge) {
  Exchange exchange = foobar(Client());
  EXPECT_EQ(words(exchange.start("andris 12345")), "check 'andris' with '12345'");
  EXPECT_EQ(words(exchange.checked(false)), "deny ''");
}

TEST(InitialResponse, that_is_empty_is_one) {
  Exchange exchange = foobar(Client());
  EXPECT_EQ(words(exchange.start("")), "deny 'FOOBAR expects <user> <password>'");
}

TEST(InitialResponse, is_used_once) {
  const auto two = [](Client client) -> Exchange {
    const std::string user = co_await client.respond_to("user?");
    const std::string password = co_await client.respond_to("password?");
    co_return Grant{user + "/" + password};
  };
  Exchange exchange = two(Client());
  EXPECT_EQ(words(exchange.start("andris")), "challenge 'password?'");
  EXPECT_EQ(words(exchange.responded("12345")), "grant 'andris/12345'");
}

TEST(InitialResponse, to_a_mechanism_that_speaks_first_is_denied) {
  for (const std::string initial : {"", "hello"}) {
    std::string heard;
    Exchange exchange = thorough(Client(), &heard);
    EXPECT_EQ(words(exchange.start(initial)), "deny 'this mechanism takes no initial response'");
    EXPECT_EQ(heard, "");
  }
}

TEST(InitialResponse, may_be_wanted_after_a_question_to_the_accounts) {
  const auto curious = [](Client client) -> Exchange {
    const std::optional<Secret> secret = co_await client.secret("guest");
    const std::string response = co_await client.respond();
    co_return Grant{secret ? response : "nobody"};
  };
  Exchange exchange = curious(Client());
  EXPECT_EQ(words(exchange.start("hello")), "find the secret of 'guest'");
  EXPECT_EQ(words(exchange.found(Secret::clear(""))), "grant 'hello'");
}

// ---- Mechanisms that fail ----

Exchange throws_after(Client client, int steps) {
  for (int i = 0; i < steps; ++i) {
    const std::string response = co_await client.respond();
  }
  throw std::runtime_error("the token service has moved");
}

TEST(Exchange, throws_what_the_mechanism_throws_whenever_it_does) {
  Exchange at_once = throws_after(Client(), 0);
  EXPECT_THROW(at_once.start(std::nullopt), std::runtime_error);

  Exchange later = throws_after(Client(), 2);
  EXPECT_EQ(words(later.start("one")), "challenge ''");
  EXPECT_THROW(later.responded("two"), std::runtime_error);
}

TEST(Exchange, that_a_mechanism_did_not_make_is_an_error_and_no_crash) {
  Exchange nothing;
  EXPECT_FALSE(nothing);
  EXPECT_THROW(nothing.start(std::nullopt), std::logic_error);
}

TEST(Exchange, ends_its_coroutine_when_it_is_destroyed_at_any_step) {
  for (int steps = 0; steps < 4; ++steps) {
    const auto held = std::make_shared<int>();
    const auto holds = [](Client client, std::shared_ptr<int> kept) -> Exchange {
      for (int i = 0; i < 2; ++i) {
        const std::string response = co_await client.respond();
      }
      co_return Grant{std::to_string(*kept)};
    };
    {
      Exchange exchange = holds(Client(), held);
      if (steps > 0) exchange.start(std::nullopt);
      for (int i = 1; i < steps; ++i) exchange.responded("x");
      EXPECT_EQ(held.use_count(), 2);
    }
    EXPECT_EQ(held.use_count(), 1) << "after " << steps << " steps";
  }
}

TEST(Exchange, can_be_moved_while_it_is_under_way) {
  Exchange exchange = foobar(Client());
  exchange.start(std::nullopt);
  Exchange moved = std::move(exchange);
  Exchange assigned;
  assigned = std::move(moved);
  EXPECT_EQ(words(assigned.responded("andris 12345")), "check 'andris' with '12345'");
}

}  // namespace
}  // namespace n3::sasl
