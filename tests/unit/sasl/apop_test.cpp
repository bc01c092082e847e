#include <string>

#include <gtest/gtest.h>

#include "base/digest.hpp"
#include "sasl/mechanisms.hpp"
#include "steps.hpp"

namespace n3::sasl {
namespace {

// RFC 1939 section 7.
constexpr auto stamp = "<1896.697170952@dbc.mtview.ca.us>";
constexpr auto digest = "c4c9334bac560ecc979e58001b3e22fb";

std::string outcome(const std::string& given, std::optional<Secret> secret) {
  Exchange exchange = apop(Client(), stamp, "mrose", given);
  EXPECT_EQ(words(exchange.start(std::nullopt)), "find the secret of 'mrose'");
  return words(exchange.found(std::move(secret)));
}

TEST(Apop, is_the_example_of_the_rfc) { EXPECT_EQ(outcome(digest, Secret::clear("tanstaaf")), "grant 'mrose'"); }

TEST(Apop, denies_a_wrong_password_and_a_wrong_digest_alike) {
  EXPECT_EQ(outcome(digest, Secret::clear("tanstaa")), "deny ''");
  EXPECT_EQ(outcome(digest, Secret::clear("")), "deny ''");
  EXPECT_EQ(outcome("c4c9334bac560ecc979e58001b3e22fc", Secret::clear("tanstaaf")), "deny ''");
  EXPECT_EQ(outcome("c4c9334bac560ecc979e58001b3e22f", Secret::clear("tanstaaf")), "deny ''");
  EXPECT_EQ(outcome("C4C9334BAC560ECC979E58001B3E22FB", Secret::clear("tanstaaf")), "deny ''");
  EXPECT_EQ(outcome("tanstaaf", Secret::clear("tanstaaf")), "deny ''");
  EXPECT_EQ(outcome("", Secret::clear("tanstaaf")), "deny ''");
}

TEST(Apop, denies_a_user_there_is_not_even_with_the_digest_of_what_stands_in) {
  EXPECT_EQ(outcome(digest, std::nullopt), "deny ''");
  EXPECT_EQ(outcome(md5_hex(std::string(stamp) + stamp), std::nullopt), "deny ''");
  EXPECT_EQ(outcome(md5_hex(stamp), std::nullopt), "deny ''");
}

}  // namespace
}  // namespace n3::sasl
