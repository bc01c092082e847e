#include "base/nearest.hpp"

#include <gtest/gtest.h>

#include <vector>

namespace n3::program {
namespace {

TEST(Suggestion, is_the_nearest_word_or_all_of_them_where_none_is_near) {
  const std::vector<std::string> keys{"address", "tls", "plaintext_login"};
  EXPECT_EQ(suggestion("adress", keys), "did you mean \"address\"?");
  EXPECT_EQ(suggestion("Address", keys), "did you mean \"address\"?");
  EXPECT_EQ(suggestion("tsl", keys), "did you mean \"tls\"?");
  EXPECT_EQ(suggestion("tl", keys), "did you mean \"tls\"?");
  EXPECT_EQ(suggestion("TLS", keys), "did you mean \"tls\"?");
  EXPECT_EQ(suggestion("plaintextlogin", keys), "did you mean \"plaintext_login\"?");
  EXPECT_EQ(suggestion("port", keys), "there are: address, tls, plaintext_login");
  EXPECT_EQ(suggestion("", keys), "there are: address, tls, plaintext_login");
  EXPECT_EQ(suggestion("port", std::vector<std::string>{"source"}), "there is: source");
  EXPECT_EQ(suggestion("port", {}), "there are none");
}

}  // namespace
}  // namespace n3::program
