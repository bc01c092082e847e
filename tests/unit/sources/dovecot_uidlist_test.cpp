#include "sources/dovecot_uidlist.hpp"

#include <gtest/gtest.h>

namespace n3::sources {
namespace {

DovecotUidlist parsed(std::string_view text) {
  auto list = DovecotUidlist::parse(text);
  if (!list) throw std::runtime_error(list.error());
  return *std::move(list);
}

std::string error_of(std::string_view text) {
  const auto list = DovecotUidlist::parse(text);
  return list ? "" : list.error();
}

const std::string header = "3 V1275660208 N25022 G3085f01b7f11094c501100008c4a11c1\n";

TEST(DovecotUidlist, of_each_message_the_number_is_known_by_the_base_name) {
  const auto list = parsed(header + "25006 :1276528487.M364837P9451.host,S=1355,W=1394:2,\n" +
                           "25017 W2481 S2431 :1276533073.M242911P3632.host:2,FS\n" + "25018 :1276533074.M1P2.host\n");
  EXPECT_EQ(list.uid_validity, 1275660208);
  ASSERT_EQ(list.messages.size(), 3);
  EXPECT_EQ(list.messages.at("1276528487.M364837P9451.host,S=1355,W=1394").uid, 25006);
  EXPECT_EQ(list.messages.at("1276533073.M242911P3632.host").uid, 25017);
  EXPECT_EQ(list.messages.at("1276533074.M1P2.host").uid, 25018);
}

TEST(DovecotUidlist, a_message_may_have_a_GUID_and_a_UIDL_of_its_own) {
  const auto list = parsed(header + "1 Gabc W20 Pold.17 :one\n2 P :two\n3 :three\n");
  EXPECT_EQ(list.messages.at("one").guid, "abc");
  EXPECT_EQ(list.messages.at("one").uidl, "old.17");
  EXPECT_EQ(list.messages.at("two").uidl, "");
  EXPECT_EQ(list.messages.at("three").guid, "");
  EXPECT_EQ(list.messages.at("three").uidl, std::nullopt);
}

TEST(DovecotUidlist, names_may_have_spaces_and_any_octets) {
  const auto list = parsed(header + "1 : a \xff,b :2,S\n");
  EXPECT_EQ(list.messages.at(" a \xff,b ").uid, 1);
}

TEST(DovecotUidlist, the_last_line_about_a_name_counts) {
  EXPECT_EQ(parsed(header + "1 :one:2,\n2 :two:2,\n7 :one:2,S\n").messages.at("one").uid, 7);
}

TEST(DovecotUidlist, a_line_that_is_still_being_written_is_left_out) {
  EXPECT_EQ(parsed(header + "1 :one\n2 :tw").messages.size(), 1);
  EXPECT_EQ(parsed(header).messages.size(), 0);
}

TEST(DovecotUidlist, the_first_format_is_read_too) {
  const auto list = parsed("1 1275660208 25022\n25006 1276528487.M364837P9451.host:2,\n25017 two\n");
  EXPECT_EQ(list.uid_validity, 1275660208);
  EXPECT_EQ(list.messages.at("1276528487.M364837P9451.host").uid, 25006);
  EXPECT_EQ(list.messages.at("two").uid, 25017);
}

TEST(DovecotUidlist, what_is_wrong_is_said) {
  for (const char* text : {"", "3", "2 V1 N2\n", "garbage\n", "\n"})
    EXPECT_EQ(error_of(text), "its format is neither 1 nor 3") << text;
  for (const char* text :
       {"3 N5 Gabc\n", "3 V N5\n", "3 V0 N5\n", "3 V4294967296 N1\n", "3 Vx N1\n", "1 \n", "1 x 2\n"})
    EXPECT_EQ(error_of(text), "its first line has no UIDVALIDITY") << text;
  for (const char* line : {"", "x :one", "0 :one", "1", "1 ", "1 :", "1 W20", "1 ::2,S", "-1 :one", "4294967296 :one"})
    EXPECT_EQ(error_of(header + "1 :good\n" + line + "\n"), "line 3 is not a number and a file's name") << line;
}

}  // namespace
}  // namespace n3::sources
