#include <n3/accounts.hpp>

#include <string>

#include <gtest/gtest.h>

namespace n3 {
namespace {

TEST(SameSecret, is_the_same_to_its_last_octet) {
  EXPECT_TRUE(same_secret("", ""));
  EXPECT_TRUE(same_secret("12345", "12345"));
  EXPECT_TRUE(same_secret(std::string("a\0b", 3), std::string("a\0b", 3)));
  EXPECT_TRUE(same_secret("p\xc3\xa4ss", "p\xc3\xa4ss"));
}

TEST(SameSecret, differs_where_one_octet_does) {
  const std::string secret = "correct horse battery staple";
  for (std::size_t i = 0; i < secret.size(); ++i) {
    for (const int bit : {1, 2, 4, 8, 16, 32, 64, 128}) {
      std::string other = secret;
      other[i] = static_cast<char>(other[i] ^ bit);
      EXPECT_FALSE(same_secret(secret, other)) << i << " " << bit;
    }
  }
}

TEST(SameSecret, is_never_only_a_beginning_or_a_repetition) {
  EXPECT_FALSE(same_secret("12345", "1234"));
  EXPECT_FALSE(same_secret("12345", "123456"));
  EXPECT_FALSE(same_secret("12345", ""));
  EXPECT_FALSE(same_secret("", "12345"));
  EXPECT_FALSE(same_secret("ab", "abab"));
  EXPECT_FALSE(same_secret("abab", "ab"));
  EXPECT_FALSE(same_secret("", std::string(1, '\0')));
  EXPECT_FALSE(same_secret(std::string("a\0", 2), "a"));
}

}  // namespace
}  // namespace n3
