#include "text.hpp"

#include <stdexcept>
#include <string>

#include <gtest/gtest.h>

namespace n3::transcripts {
namespace {

using namespace std::string_literals;

TEST(Text, expands_escapes_and_repetitions) {
  struct Case {
    const char* source;
    std::string octets;
  };
  const Case cases[] = {
      {"QUIT", "QUIT"},
      {"", ""},
      {R"(a\r\n\t\\b)", "a\r\n\t\\b"},
      {R"(\x00\xff\x7F)", "\0\xff\x7f"s},
      {R"(\{*\})", "{*}"},
      {"{x*5}", "xxxxx"},
      {"<{ab*2}>", "<abab>"},
      {R"({\x00*3})", "\0\0\0"s},
      {"{x*0}", ""},
      {"{b64 Aladdin:open sesame}", "QWxhZGRpbjpvcGVuIHNlc2FtZQ=="},
      {R"({b64 \x00tim\x00tanstaaftanstaaf})", "AHRpbQB0YW5zdGFhZnRhbnN0YWFm"},
  };
  for (const Case& c : cases) EXPECT_EQ(Text(c.source).expand({}), c.octets) << c.source;
}

TEST(Text, computes_the_digest_of_rfc_1939) {
  const Variables variables{{"stamp", "<1896.697170952@dbc.mtview.ca.us>"}};
  EXPECT_EQ(Text("{apop {stamp} tanstaaf}").expand(variables), "c4c9334bac560ecc979e58001b3e22fb");
}

TEST(Text, computes_the_response_of_rfc_2195) {
  const Variables variables{{"challenge", "PDE4OTYuNjk3MTcwOTUyQHBvc3RvZmZpY2UucmVzdG9uLm1jaS5uZXQ+"}};
  EXPECT_EQ(Text("{cram {challenge} tim tanstaaftanstaaf}").expand(variables),
            "dGltIGI5MTNhNjAyYzdlZGE3YTQ5NWI0ZTZlNzMzNGQzODkw");
}

TEST(Text, matches_what_it_allows_and_nothing_else) {
  struct Case {
    const char* pattern;
    const char* line;
    bool matches;
  };
  const Case cases[] = {
      {"+OK", "+OK", true},
      {"+OK", "+OK ", false},
      {"+OK{*}", "+OK", true},
      {"+OK{*}", "+OK anything", true},
      {"+OK{*}", "-ERR", false},
      {"+OK {digits} {digits}", "+OK 2 320", true},
      {"+OK {digits} {digits}", "+OK 2  320", false},
      {"+OK {digits} {digits}", "+OK 2 -320", false},
      {"+OK {digits}", "+OK ", false},
      {"{*}STLS{*}", "use STLS first", true},
      {"{*}STLS{*}", "use TLS first", false},
      {"{msgid}", "<1.2@n3.invalid>", true},
      {"{msgid}", "<1.2@localhost>", false},
      {"{msgid}", "<1.2==@n3.invalid>", false},
      {"{msgid}", "<1.2@a.b@c.d>", false},
      {"{base64}", "AGE=", true},
      {"{base64}", "AGE", false},
      {"a{x*3}", "axxx", true},
      {"a{x*3}", "axx", false},
  };
  for (const Case& c : cases) {
    Variables variables;
    EXPECT_EQ(Text(c.pattern).match(c.line, variables), c.matches) << c.pattern << " against " << c.line;
  }
}

TEST(Text, captures_once_and_compares_from_then_on) {
  Variables variables;
  EXPECT_TRUE(Text("-ERR {why:*}").match("-ERR wrong user or password", variables));
  EXPECT_EQ(variables.at("why"), "wrong user or password");
  EXPECT_TRUE(Text("-ERR {why}").match("-ERR wrong user or password", variables));
  EXPECT_FALSE(Text("-ERR {why}").match("-ERR no such user", variables));
}

TEST(Text, captures_nothing_where_it_does_not_match) {
  Variables variables;
  EXPECT_FALSE(Text("+OK {stamp} end").match("+OK <1@a.b> beginning", variables));
  EXPECT_TRUE(variables.empty());
}

TEST(Text, refuses_what_it_does_not_understand) {
  for (const char* source : {"\\", "\\q", "\\x1", "\\xgg", "{", "}", "{}", "{a", "{name:colour}", "{:digits}",
                             "{rot13 x}", "{apop x}", "{cram a b}"})
    EXPECT_THROW(Text{source}, std::invalid_argument) << source;
}

TEST(Text, says_nothing_that_has_not_been_captured) {
  EXPECT_THROW(Text("{stamp}").expand({}), std::invalid_argument);
  EXPECT_FALSE(Text("{apop {stamp} x}").is_known({}));
  EXPECT_TRUE(Text("{apop {stamp} x}").is_known({{"stamp", "<1@a.b>"}}));
}

}  // namespace
}  // namespace n3::transcripts
