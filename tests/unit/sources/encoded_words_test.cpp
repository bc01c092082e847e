#include <gtest/gtest.h>

#include <string>

#include "sources/encoded_words.hpp"

namespace n3::sources {
namespace {

TEST(EncodedWordsTest, plain_text_is_what_it_is) {
  for (const char* text : {"", "The Sea", "a = b?", "=?", "=?utf-8?", "=?utf-8?Q?", "=?utf-8?Q?x", "=?utf-8?X?x?="})
    EXPECT_EQ(decoded_words(text), text);
}

TEST(EncodedWordsTest, both_encodings_are_decoded) {
  EXPECT_EQ(decoded_words("=?utf-8?Q?caf=C3=A9_au_lait?="), "café au lait");
  EXPECT_EQ(decoded_words("=?UTF-8?b?Y2Fmw6k=?="), "café");
  EXPECT_EQ(decoded_words("=?utf-8*fr?q?caf=c3=a9?="), "café");
}

TEST(EncodedWordsTest, a_charset_becomes_UTF_8) {
  EXPECT_EQ(decoded_words("=?iso-8859-1?Q?caf=E9?="), "café");
  EXPECT_EQ(decoded_words("=?koi8-r?B?7cnS?="), "Мир");
  EXPECT_EQ(decoded_words("caf\xe9"), "café");
}

TEST(EncodedWordsTest, white_space_stays_but_between_two_words) {
  EXPECT_EQ(decoded_words("a =?utf-8?Q?b?= c"), "a b c");
  EXPECT_EQ(decoded_words("=?utf-8?Q?a?= =?utf-8?Q?b?=\t=?iso-8859-1?Q?c?="), "abc");
  EXPECT_EQ(decoded_words("=?utf-8?Q?a?= b =?utf-8?Q?c?="), "a b c");
}

TEST(EncodedWordsTest, a_character_may_be_split_between_two_words) {
  EXPECT_EQ(decoded_words("=?utf-8?B?Y2Fmww==?= =?utf-8?B?qQ==?="), "café");
}

TEST(EncodedWordsTest, what_cannot_be_decoded_stays) {
  EXPECT_EQ(decoded_words("=?utf-8?B?***?= x"), "=?utf-8?B?***?= x");
  EXPECT_EQ(decoded_words("=?utf-8?Q?a=?= =?utf-8?Q?=zz?="), "a==zz");
  EXPECT_EQ(decoded_words("=?nonsense?Q?a?="), "a");
}

TEST(EncodedWordsTest, much_that_is_begun_and_never_ended_takes_no_time) {
  std::string text;
  for (int i = 0; i < 10'000; ++i) text += "=?a?Q?xx";
  EXPECT_EQ(decoded_words(text), text);
}

}  // namespace
}  // namespace n3::sources
