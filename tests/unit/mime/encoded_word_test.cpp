#include "mime/encoded_word.hpp"

#include <sstream>
#include <string>
#include <vector>

#include <gtest/gtest.h>

#include "base/utf8.hpp"
#include "decoded.hpp"

namespace {

std::string encoded(const std::string& text, const std::string& name = "Subject") {
  std::string out;
  n3::mime::HeaderWriter header(out, name);
  n3::mime::add_encoded(header, text);
  header.end();
  return out;
}

std::string value_of(const std::string& field) {
  return field.substr(field.find(": ") + 2, field.size() - field.find(": ") - 4);
}

std::vector<std::string> words_of(const std::string& field) {
  std::istringstream stream(value_of(field));
  std::vector<std::string> words;
  for (std::string word; stream >> word;) words.push_back(word);
  return words;
}

std::string repeated(const std::string& text, int times) {
  std::string result;
  while (times-- > 0) result += text;
  return result;
}

TEST(EncodedWord, chooses_the_shorter_encoding) {
  EXPECT_EQ(encoded("André Pirard"), "Subject: =?UTF-8?Q?Andr=C3=A9_Pirard?=\r\n");
  EXPECT_EQ(encoded("日本語"), "Subject: =?UTF-8?B?5pel5pys6Kqe?=\r\n");
  EXPECT_EQ(encoded("aaaä"), "Subject: =?UTF-8?B?YWFhw6Q=?=\r\n");
  EXPECT_EQ(encoded("aaaaaaä"), "Subject: =?UTF-8?Q?aaaaaa=C3=A4?=\r\n");
}

TEST(EncodedWord, writes_the_rfcs_examples) {
  EXPECT_EQ(encoded("a b"), "Subject: =?UTF-8?Q?a_b?=\r\n");  // RFC 2047 section 8
  EXPECT_EQ(encoded("Keld Jørn Simonsen"), "Subject: =?UTF-8?Q?Keld_J=C3=B8rn_Simonsen?=\r\n");
  EXPECT_EQ(encoded("Patrik Fältström"), "Subject: =?UTF-8?B?UGF0cmlrIEbDpGx0c3Ryw7Zt?=\r\n");
}

TEST(EncodedWord, escapes_what_a_phrase_does_not_admit) {
  EXPECT_EQ(encoded("abcdefghijklmnopqrst!*+-/ _=?.(\""),
            "Subject: =?UTF-8?Q?abcdefghijklmnopqrst!*+-/_=5F=3D=3F=2E=28=22?=\r\n");
}

TEST(EncodedWord, fills_the_first_line_and_the_others) {
  const std::string field = encoded(repeated("a", 100) + "ä");
  EXPECT_EQ(field,
            "Subject: =?UTF-8?Q?" + repeated("a", 55) + "?=\r\n =?UTF-8?Q?" + repeated("a", 45) + "=C3=A4?=\r\n");
}

TEST(EncodedWord, is_never_longer_than_rfc_2047_allows) {
  for (const char* piece : {"ä", "日本", "🕛", "a🕛", "ab🕛", "abcdefghijklmnö", "x"}) {
    const std::string field = encoded(repeated(piece, 200));
    for (const auto& word : words_of(field)) EXPECT_LE(word.size(), 75u);
    std::istringstream lines(field);
    for (std::string line; std::getline(lines, line);) EXPECT_LE(line.size(), 77u);  // with its CR
  }
}

TEST(EncodedWord, never_splits_a_character) {
  for (int shift = 0; shift < 8; ++shift)
    for (const char* piece : {"ä", "日", "🕛"}) {
      const std::string text = repeated("a", shift) + repeated(piece, 100);
      for (const auto& word : words_of(encoded(text))) {
        const std::string part = decoded(word);
        EXPECT_EQ(part, n3::valid_utf8(part)) << word;
      }
    }
}

TEST(EncodedWord, is_read_as_what_went_in) {
  for (const std::string& text :
       {std::string("ä"), repeated("ö ", 100), repeated(" ", 200), repeated("a b🕛", 77), std::string("=?x?=")})
    EXPECT_EQ(decoded(value_of(encoded(text))), text);
}

TEST(EncodedWord, finds_room_beside_the_longest_header_name) {
  const std::string name(50, 'N');
  EXPECT_EQ(encoded("🕛", name), name + ": =?UTF-8?B?8J+Vmw==?=\r\n");
  EXPECT_EQ(encoded("aaaaaaaaaaaaaaaa🕛", name),
            name + ": =?UTF-8?Q?aaaaaaaaaaaa?=\r\n =?UTF-8?Q?aaaa=F0=9F=95=9B?=\r\n");
}

}  // namespace
