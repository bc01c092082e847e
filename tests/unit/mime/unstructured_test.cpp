#include "mime/unstructured.hpp"

#include <string>

#include <gtest/gtest.h>

#include "decoded.hpp"

namespace {

std::string written(const std::string& text, std::size_t longest_word = 66) {
  std::string out;
  n3::mime::HeaderWriter header(out, "Subject");
  n3::mime::add_unstructured(header, text, longest_word);
  header.end();
  return out;
}

TEST(Unstructured, encodes_only_what_has_to_be) {
  const struct {
    const char* text;
    const char* field;
  } examples[] = {
      {"", "Subject:\r\n"},
      {"Tick", "Subject: Tick\r\n"},
      {"It is noon", "Subject: It is noon\r\n"},
      {"(a) \"b\" <c>, d; e: f = g?", "Subject: (a) \"b\" <c>, d; e: f = g?\r\n"},
      {"Grüße", "Subject: =?UTF-8?B?R3LDvMOfZQ==?=\r\n"},
      {"It is zwölf o'clock", "Subject: It is =?UTF-8?B?enfDtmxm?= o'clock\r\n"},
      {"zwölf and fünf more", "Subject: =?UTF-8?Q?zw=C3=B6lf_and_f=C3=BCnf?= more\r\n"},
  };
  for (const auto& [text, field] : examples) EXPECT_EQ(written(text), field);
}

TEST(Unstructured, keeps_spaces_by_encoding_them) {
  EXPECT_EQ(written(" leading"), "Subject: =?UTF-8?Q?_leading?=\r\n");
  EXPECT_EQ(written("trailing "), "Subject: =?UTF-8?Q?trailing_?=\r\n");
  EXPECT_EQ(written("two  spaces in a row"), "Subject: =?UTF-8?Q?two__spaces?= in a row\r\n");
  EXPECT_EQ(written("   "), "Subject: =?UTF-8?Q?___?=\r\n");
}

TEST(Unstructured, encodes_what_looks_encoded) {
  EXPECT_EQ(written("=?UTF-8?Q?no?="), "Subject: =?UTF-8?B?PT9VVEYtOD9RP25vPz0=?=\r\n");
  EXPECT_EQ(written("why =? ask"), "Subject: why =?UTF-8?B?PT8=?= ask\r\n");
}

TEST(Unstructured, folds_between_words) {
  EXPECT_EQ(written("The quick brown fox jumps over the lazy dog and then goes on to jump over the cat"),
            "Subject: The quick brown fox jumps over the lazy dog and then goes on to\r\n jump over the cat\r\n");
}

TEST(Unstructured, breaks_long_words_by_encoding_them) {
  const std::string longest(66, 'x');
  EXPECT_EQ(written(longest), "Subject: " + longest + "\r\n");
  EXPECT_EQ(written(longest + 'x'),
            "Subject: =?UTF-8?Q?" + std::string(55, 'x') + "?=\r\n =?UTF-8?Q?xxxxxxxxxxxx?=\r\n");
}

TEST(Unstructured, leaves_long_words_whole_where_a_reader_may_not_decode) {
  const std::string url = "<https://example.org/" + std::string(300, 'a') + ">";
  EXPECT_EQ(written(url, 900), "Subject: " + url + "\r\n");
}

TEST(Unstructured, is_read_as_what_went_in) {
  for (const char* text : {"a", " a", "a ", "a  b", "ä  ö", "a ä", "ä a", " ", "  ", "a =?b?= c", "a   ä   b",
                           "ä b c ö d", "=?=", "\xc2\xa0"}) {
    const std::string field = written(text);
    EXPECT_EQ(decoded(field.substr(9, field.size() - 11)), text);
  }
}

}  // namespace
