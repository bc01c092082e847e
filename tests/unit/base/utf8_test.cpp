#include "base/utf8.hpp"

#include <string>

#include <gtest/gtest.h>

namespace n3 {
namespace {

struct Beginning {
  std::string_view text;
  std::size_t length;  // of the character at its start; 0: there is none
};

class Utf8 : public testing::TestWithParam<Beginning> {};

// RFC 3629 section 4: the first and the last of each length, and what lies just outside.
INSTANTIATE_TEST_SUITE_P(characters, Utf8,
                         testing::Values(Beginning{"", 0}, Beginning{{"\0", 1}, 1}, Beginning{"a", 1},
                                         Beginning{"\x7f", 1}, Beginning{"\xc2\x80", 2}, Beginning{"\xdf\xbf", 2},
                                         Beginning{"\xe0\xa0\x80", 3}, Beginning{"\xed\x9f\xbf", 3},
                                         Beginning{"\xee\x80\x80", 3}, Beginning{"\xef\xbf\xbf", 3},
                                         Beginning{"\xf0\x90\x80\x80", 4}, Beginning{"\xf4\x8f\xbf\xbf", 4},
                                         Beginning{"\xc3\xb6\xc3\xb6", 2}));

INSTANTIATE_TEST_SUITE_P(overlong_forms, Utf8,
                         testing::Values(Beginning{"\xc0\xaf", 0}, Beginning{"\xc1\xbf", 0},
                                         Beginning{"\xe0\x9f\xbf", 0}, Beginning{"\xf0\x8f\xbf\xbf", 0}));

INSTANTIATE_TEST_SUITE_P(surrogates_and_beyond, Utf8,
                         testing::Values(Beginning{"\xed\xa0\x80", 0}, Beginning{"\xed\xbf\xbf", 0},
                                         Beginning{"\xf4\x90\x80\x80", 0}, Beginning{"\xf5\x80\x80\x80", 0},
                                         Beginning{"\xff", 0}));

INSTANTIATE_TEST_SUITE_P(pieces, Utf8,
                         testing::Values(Beginning{"\x80", 0}, Beginning{"\xbf", 0}, Beginning{"\xc3", 0},
                                         Beginning{"\xc3(", 0}, Beginning{"\xe2\x82", 0}, Beginning{"\xe2\x82(", 0},
                                         Beginning{"\xe2(\xac", 0}, Beginning{"\xf0\x9f\x98", 0},
                                         Beginning{"\xf0\x9f\x98(", 0}));

TEST_P(Utf8, character_at_the_start_has_its_length) { EXPECT_EQ(utf8_length(GetParam().text), GetParam().length); }

TEST(IsUtf8, says_whether_all_of_a_text_is_characters) {
  for (const std::string_view text : {"", "plain", "Gr\u00fc\u00dfe \u20ac"}) EXPECT_TRUE(is_utf8(text)) << text;
  for (const std::string_view text : {"\xff", "caf\xe9", "caf\xc3", "\xe2\x82 x"}) EXPECT_FALSE(is_utf8(text)) << text;
}

TEST(ValidUtf8, is_left_as_it_is) {
  for (const std::string_view text : {"", "plain", "Gr\u00fc\u00dfe \u20ac \U0001F600"})
    EXPECT_EQ(valid_utf8(text), text);
}

TEST(ValidUtf8, has_a_replacement_character_for_each_octet_that_belongs_to_none) {
  EXPECT_EQ(valid_utf8("a\xff\xfe"
                       "b"),
            "a\uFFFD\uFFFDb");
  EXPECT_EQ(valid_utf8("\xe2\x82"), "\uFFFD\uFFFD");
  EXPECT_EQ(valid_utf8("\xed\xa0\x80"), "\uFFFD\uFFFD\uFFFD");
  EXPECT_EQ(valid_utf8("caf\xe9"), "caf\uFFFD");
}

}  // namespace
}  // namespace n3
