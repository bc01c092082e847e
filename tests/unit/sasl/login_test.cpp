#include <string>

#include <gtest/gtest.h>

#include "sasl/mechanisms.hpp"
#include "steps.hpp"

namespace n3::sasl {
namespace {

TEST(Login, asks_for_user_and_password_one_by_one) {
  Exchange exchange = login(Client());
  EXPECT_EQ(words(exchange.start(std::nullopt)), "challenge 'Username:'");
  EXPECT_EQ(words(exchange.responded("andris")), "challenge 'Password:'");
  EXPECT_EQ(words(exchange.responded("12345")), "check 'andris' with '12345'");
  EXPECT_EQ(words(exchange.checked(true)), "grant 'andris'");
}

TEST(Login, takes_an_initial_response_for_the_user) {
  Exchange exchange = login(Client());
  EXPECT_EQ(words(exchange.start("andris")), "challenge 'Password:'");
  EXPECT_EQ(words(exchange.responded("12345")), "check 'andris' with '12345'");
  EXPECT_EQ(words(exchange.checked(true)), "grant 'andris'");
}

TEST(Login, takes_an_empty_initial_response_for_an_empty_user) {
  Exchange exchange = login(Client());
  EXPECT_EQ(words(exchange.start("")), "challenge 'Password:'");
  EXPECT_EQ(words(exchange.responded("12345")), "check '' with '12345'");
}

TEST(Login, denies_where_the_accounts_do) {
  Exchange exchange = login(Client());
  exchange.start("andris");
  exchange.responded("wrong");
  EXPECT_EQ(words(exchange.checked(false)), "deny ''");
}

TEST(Password, is_one_question_and_its_answer) {
  for (const bool good : {true, false}) {
    Exchange exchange = password(Client(), "andris", "12345");
    EXPECT_EQ(words(exchange.start(std::nullopt)), "check 'andris' with '12345'");
    EXPECT_EQ(words(exchange.checked(good)), good ? "grant 'andris'" : "deny ''");
  }
}

}  // namespace
}  // namespace n3::sasl
