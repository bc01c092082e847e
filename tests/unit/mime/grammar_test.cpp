#include "mime/grammar.hpp"

#include <string>

#include <gtest/gtest.h>

namespace {

using namespace n3::mime;

TEST(Grammar, tells_addresses) {
  for (const char* text :
       {"ann@example.org", "a@b", "first.last@example.org", "a+b@example.org", "!#$%&'*/=^_`{|}~-@example.org",
        "\"a b\"@example.org", "\"a@b\"@example.org", "\"a\\\"b\"@example.org", "ann@[192.0.2.1]",
        "ann@[IPv6:2001:db8::1]", "ann@xn--kln-sna.example"})
    EXPECT_TRUE(is_address(text)) << text;
}

TEST(Grammar, tells_what_is_no_address) {
  for (const char* text : {"",
                           "ann",
                           "@",
                           "ann@",
                           "@example.org",
                           "a b@example.org",
                           "a@b@c",
                           "a..b@example.org",
                           ".a@example.org",
                           "a.@example.org",
                           "a@b..c",
                           "a@.b",
                           "a@b.",
                           "a@b c",
                           "<a@b>",
                           "a@b>",
                           "a,b@c",
                           "a@b,c@d",
                           "\"a@b",
                           "\"\"@b",
                           "\"a\"b\"@c",
                           "\"a\\\"@c",
                           "a@[]",
                           "a@[1.2.3.4",
                           "a@[[1]]",
                           "a@b\r\nBcc: c@d",
                           "ä@b",
                           "a@ö",
                           "a@b(c)",
                           "=?utf-8?q?a?=@b",
                           "\"=?utf-8?q?a?=\"@b"})
    EXPECT_FALSE(is_address(text)) << text;
  EXPECT_FALSE(is_address({"a\0@b", 4}));
}

TEST(Grammar, bounds_the_length_of_addresses) {
  EXPECT_TRUE(is_address(std::string(64, 'a') + '@' + std::string(255, 'b')));
  EXPECT_FALSE(is_address(std::string(65, 'a') + '@' + std::string(255, 'b')));
  EXPECT_FALSE(is_address("a@" + std::string(256, 'b')));
}

TEST(Grammar, tells_message_ids) {
  for (const char* text :
       {"a@b", "1234@local.machine.example", "5678.21-Nov-1997@example.com", "a@[192.0.2.1]", "=3C$%@b"})
    EXPECT_TRUE(is_message_id(text)) << text;
  for (const char* text :
       {"", "a", "<a@b>", "a@b@c", "a b@c", "a@b c", "\"a\"@b", "a@", "@b", "a..b@c", "a@b\n", "ä@b", "=?x?=@b"})
    EXPECT_FALSE(is_message_id(text)) << text;
  EXPECT_TRUE(is_message_id(std::string(898, 'a') + "@b"));
  EXPECT_FALSE(is_message_id(std::string(899, 'a') + "@b"));
}

TEST(Grammar, tells_tokens) {
  EXPECT_TRUE(is_token("octet-stream"));
  EXPECT_TRUE(is_token("x.y+z"));
  for (const char* text : {"", "a b", "a/b", "a;", "a=b", "(a)", "\"a\"", "[a]", "ä", "a\n"})
    EXPECT_FALSE(is_token(text)) << text;
}

TEST(Grammar, tells_field_names) {
  EXPECT_TRUE(is_field_name("X-Source"));
  EXPECT_TRUE(is_field_name("!#\"(.)~"));
  for (const char* text : {"", "X Y", "X:", "X\r\n", "Ä", "X\t"}) EXPECT_FALSE(is_field_name(text)) << text;
}

}  // namespace
