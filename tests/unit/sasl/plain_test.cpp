#include <string>

#include <gtest/gtest.h>

#include "sasl/mechanisms.hpp"
#include "steps.hpp"

namespace n3::sasl {
namespace {

using namespace std::literals;

constexpr auto malformed = "deny 'PLAIN expects an identity, a user and a password with a NUL between them'";

struct Message {
  std::string_view bytes;
  std::string asks;     // what the accounts are asked
  std::string granted;  // where they say yes
};

class Plain : public testing::TestWithParam<Message> {};

// RFC 4616 section 4 has the first two: without and with an identity to act as.
INSTANTIATE_TEST_SUITE_P(
    messages, Plain,
    testing::Values(
        Message{"\0tim\0tanstaaftanstaaf"sv, "check 'tim' with 'tanstaaftanstaaf'", "grant 'tim'"},
        Message{"Ursel\0Kurt\0xipj3plmq"sv, "check 'Kurt' with 'xipj3plmq'", "deny ''"},  // nobody acts for another
        Message{"tim\0tim\0secret"sv, "check 'tim' with 'secret'", "grant 'tim'"},
        Message{"\0tim\0 a b "sv, "check 'tim' with ' a b '", "grant 'tim'"},
        Message{"\0t\xc3\xafm\0p\xc3\xa4ss"sv, "check 't\xc3\xafm' with 'p\xc3\xa4ss'", "grant 't\xc3\xafm'"},
        Message{"\0tim\0"sv, "check 'tim' with ''", "grant 'tim'"},
        Message{"\0\0secret"sv, "check '' with 'secret'", "grant ''"}));  // whom the session does not ask about

TEST_P(Plain, takes_the_message_as_initial_response) {
  Exchange exchange = plain(Client());
  EXPECT_EQ(words(exchange.start(std::string(GetParam().bytes))), GetParam().asks);
  EXPECT_EQ(words(exchange.checked(true)), GetParam().granted);
}

TEST_P(Plain, takes_the_message_in_answer_to_an_empty_challenge) {
  Exchange exchange = plain(Client());
  EXPECT_EQ(words(exchange.start(std::nullopt)), "challenge ''");
  EXPECT_EQ(words(exchange.responded(std::string(GetParam().bytes))), GetParam().asks);
  EXPECT_EQ(words(exchange.checked(true)), GetParam().granted);
}

TEST_P(Plain, denies_where_the_accounts_do) {
  Exchange exchange = plain(Client());
  exchange.start(std::string(GetParam().bytes));
  EXPECT_EQ(words(exchange.checked(false)), "deny ''");
}

class MalformedPlain : public testing::TestWithParam<std::string_view> {};

INSTANTIATE_TEST_SUITE_P(messages, MalformedPlain,
                         testing::Values("", "tim", "tim tanstaaftanstaaf", "\0"sv, "\0tim"sv, "tim\0secret"sv,
                                         "\0tim\0secret\0"sv, "\0tim\0sec\0ret"sv, "\0\0\0"sv));

TEST_P(MalformedPlain, asks_nobody) {
  Exchange exchange = plain(Client());
  EXPECT_EQ(words(exchange.start(std::string(GetParam()))), malformed);
}

}  // namespace
}  // namespace n3::sasl
