#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "sources/charset.hpp"

namespace n3::feeds {
namespace {

using namespace std::string_literals;

std::string declared(const std::string& charset, const std::string& text) {
  return "<?xml version=\"1.0\" encoding=\"" + charset + "\"?>" + text;
}

// The text of a document without its declaration.
std::string text_of(const std::string& document, std::string_view content_type = "") {
  const std::string text = to_utf8(document, content_type);
  return text.substr(text.find("?>") == text.npos ? 0 : text.find("?>") + 2);
}

TEST(CharsetTest, a_document_is_in_the_charset_that_it_declares) {
  EXPECT_EQ(text_of(declared("utf-8", "Ö €")), "Ö €");
  EXPECT_EQ(text_of(declared("ISO-8859-1", "\xd6")), "Ö");
  EXPECT_EQ(text_of(declared("iso-8859-1", "\x93quoted\x94")), "“quoted”");
  EXPECT_EQ(text_of(declared("iso-8859-2", "\xb1")), "ą");
  EXPECT_EQ(text_of(declared("windows-1251", "\xcf\xf0\xe8\xe2\xe5\xf2")), "Привет");
  EXPECT_EQ(text_of(declared("koi8-r", "\xf0\xd2\xc9\xd7\xc5\xd4")), "Привет");
  EXPECT_EQ(text_of(declared("Shift_JIS", "\x93\xfa\x96\x7b")), "日本");
  EXPECT_EQ(text_of(declared("euc-jp", "\xc6\xfc\xcb\xdc")), "日本");
  EXPECT_EQ(text_of(declared("iso-2022-jp", "\x1b$BF|K\\\x1b(B")), "日本");
  EXPECT_EQ(text_of(declared("gb2312", "\xd6\xd0\xce\xc4")), "中文");
  EXPECT_EQ(text_of(declared("big5", "\xa4\xa4\xa4\xe5")), "中文");
  EXPECT_EQ(text_of(declared("euc-kr", "\xc7\xd1\xb1\xb9")), "한국");
}

TEST(CharsetTest, a_byte_order_mark_is_believed_before_anything_else) {
  EXPECT_EQ(to_utf8("\xef\xbb\xbfÖ", "text/xml; charset=windows-1251"), "Ö");
  EXPECT_EQ(to_utf8("\xff\xfe<\0a\0\xd6\0>\0"s, ""), "<aÖ>");
  EXPECT_EQ(to_utf8("\xfe\xff\0<\0a\0\xd6\0>"s, ""), "<aÖ>");
  EXPECT_EQ(to_utf8("<\0?\0x\0\xd6\0"s, ""), "<?xÖ");
  EXPECT_EQ(to_utf8("\xff\xfe\0\0<\0\0\0\xd6\0\0\0"s, ""), "<Ö");
}

TEST(CharsetTest, the_content_type_comes_before_the_declaration) {
  EXPECT_EQ(text_of(declared("koi8-r", "\xcf"), "text/xml; charset=windows-1251"), "П");
  EXPECT_EQ(text_of("\xcf", "text/xml;charset=\"Windows-1251\""), "П");
  EXPECT_EQ(text_of(declared("windows-1251", "\xcf"), "text/xml"), "П");
}

TEST(CharsetTest, where_the_content_type_is_wrong_the_declaration_is_tried) {
  const std::string greeting = "\xcf\xf0\xe8\xe2\xe5\xf2";
  EXPECT_EQ(text_of(declared("windows-1251", greeting), "text/xml; charset=utf-8"), "Привет");
  EXPECT_EQ(text_of(declared("windows-1251", greeting), "text/xml; charset=us-ascii"), "Привет");
  EXPECT_EQ(text_of(declared("iso-8859-1", "Ö Ö \xd6"), "text/xml; charset=utf-8"), "Ö Ö Ö") << "one slip is none";
  std::string japanese;
  for (int i = 0; i < 200; ++i) japanese += "\x93\xfa\x96\x7b";
  EXPECT_THAT(text_of(declared("shift_jis", japanese), "text/xml; charset=euc-kr"), testing::StartsWith("日本日本"));
}

TEST(CharsetTest, what_is_UTF_8_is_not_taken_for_Latin_1) {
  EXPECT_EQ(text_of(declared("iso-8859-1", "Ö")), "Ö");
  EXPECT_EQ(text_of(declared("utf-8", "Ö"), "text/xml; charset=iso-8859-1"), "Ö");
}

TEST(CharsetTest, what_is_no_UTF_8_is_taken_for_windows_1252) {
  EXPECT_EQ(text_of("\xd6 \x80 Ö"), "Ö € Ö");
  EXPECT_EQ(text_of(declared("utf-8", "\x93quoted\x94")), "“quoted”");
  EXPECT_EQ(text_of(declared("klingon", "Ö \xd6")), "Ö Ö");
}

TEST(CharsetTest, a_document_that_is_not_in_the_charset_that_it_declares_is_taken_for_UTF_8) {
  std::string japanese;
  for (int i = 0; i < 200; ++i) japanese += "日本";
  EXPECT_EQ(text_of(declared("euc-kr", japanese)), japanese);
  EXPECT_EQ(text_of(declared("utf-16", "Ö")), "Ö");
}

TEST(CharsetTest, a_few_octets_that_are_not_of_the_charset_are_replaced) {
  EXPECT_EQ(text_of(declared("euc-jp", "\xc6\xfc\xff\xcb\xdc")), "日\ufffd本");
  EXPECT_EQ(text_of(declared("shift_jis", "\x93\xfa\x96")), "日\ufffd");
}

TEST(CharsetTest, names_of_converters_that_are_not_on_the_web_are_not_handed_on) {
  for (const char* name : {"utf-8//TRANSLIT", "ISO-2022-CN-EXT", "UTF-7", "../../x", ""})
    EXPECT_EQ(text_of(declared(name, "Ö")), "Ö") << name;
}

}  // namespace
}  // namespace n3::feeds
