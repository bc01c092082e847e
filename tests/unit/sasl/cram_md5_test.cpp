#include <string>

#include <gtest/gtest.h>

#include "base/digest.hpp"
#include "sasl/mechanisms.hpp"
#include "steps.hpp"

namespace n3::sasl {
namespace {

// RFC 2195 section 2.
constexpr auto stamp = "<1896.697170952@postoffice.reston.mci.net>";
constexpr auto answer = "tim b913a602c7eda7a495b4e6e7334d3890";

std::string outcome(const std::string& response, std::optional<Secret> secret) {
  Exchange exchange = cram_md5(Client(stamp));
  EXPECT_EQ(words(exchange.start(std::nullopt)), "challenge '" + std::string(stamp) + "'");
  exchange.responded(response);
  return words(exchange.found(std::move(secret)));
}

TEST(CramMd5, is_the_dialogue_of_the_rfc) {
  Exchange exchange = cram_md5(Client(stamp));
  EXPECT_EQ(words(exchange.start(std::nullopt)), "challenge '<1896.697170952@postoffice.reston.mci.net>'");
  EXPECT_EQ(words(exchange.responded(answer)), "find the secret of 'tim'");
  EXPECT_EQ(words(exchange.found(Secret::clear("tanstaaftanstaaf"))), "grant 'tim'");
}

TEST(CramMd5, denies_a_wrong_password_and_a_wrong_digest_alike) {
  EXPECT_EQ(outcome(answer, Secret::clear("tanstaaftanstaa")), "deny ''");
  EXPECT_EQ(outcome(answer, Secret::clear("")), "deny ''");
  EXPECT_EQ(outcome("tim b913a602c7eda7a495b4e6e7334d3891", Secret::clear("tanstaaftanstaaf")), "deny ''");
  EXPECT_EQ(outcome("tim b913a602c7eda7a495b4e6e7334d389", Secret::clear("tanstaaftanstaaf")), "deny ''");
  EXPECT_EQ(outcome("tim B913A602C7EDA7A495B4E6E7334D3890", Secret::clear("tanstaaftanstaaf")), "deny ''")
      << "the RFC says lowercase";
  EXPECT_EQ(outcome("tim ", Secret::clear("tanstaaftanstaaf")), "deny ''");
}

TEST(CramMd5, denies_a_user_there_is_not_even_with_the_digest_of_what_stands_in) {
  EXPECT_EQ(outcome(answer, std::nullopt), "deny ''");
  EXPECT_EQ(outcome("tim " + hmac_md5_hex(stamp, stamp), std::nullopt), "deny ''");
  EXPECT_EQ(outcome("tim " + hmac_md5_hex("", stamp), std::nullopt), "deny ''");
}

TEST(CramMd5, allows_spaces_in_names) {
  Exchange exchange = cram_md5(Client(stamp));
  exchange.start(std::nullopt);
  EXPECT_EQ(words(exchange.responded("tim o leary b913a602c7eda7a495b4e6e7334d3890")),
            "find the secret of 'tim o leary'");
}

TEST(CramMd5, asks_nobody_about_what_is_no_user_and_digest) {
  for (const std::string response : {"", "tim", "b913a602c7eda7a495b4e6e7334d3890"}) {
    Exchange exchange = cram_md5(Client(stamp));
    exchange.start(std::nullopt);
    EXPECT_EQ(words(exchange.responded(response)), "deny 'CRAM-MD5 expects a user and a digest'") << response;
  }
}

TEST(CramMd5, takes_no_initial_response_not_even_an_empty_one) {
  for (const std::string initial : {"", answer}) {
    Exchange exchange = cram_md5(Client(stamp));
    EXPECT_EQ(words(exchange.start(initial)), "deny 'this mechanism takes no initial response'");
  }
}

}  // namespace
}  // namespace n3::sasl
