#include "replays.hpp"

#include <string>

#include <gtest/gtest.h>

namespace n3::transcripts {
namespace {

const std::string beginning =
    "# A dialogue.\nmessage: 120 octets\nmessage: 80 octets\n"
    "S: +OK{*}\nC: USER andris\nS: +OK{*}\nC: PASS 12345\nS: +OK{*}\n";  // eight lines

std::string complaint(const std::string& rest) {
  try {
    replay_all(parse_transcript("some.pop3", beginning + rest));
  } catch (const Failure& failure) {
    const std::string what = failure.what();
    return what.substr(0, what.find('\n'));
  }
  return "none";
}

TEST(Replays, pass_where_the_dialogue_is_right) {
  EXPECT_EQ(complaint("C: DELE 1\nS: +OK{*}\nC: QUIT\nS: +OK{*}\n= removed 1\n= closed\n"), "none");
}

TEST(Replays, fail_at_the_line_that_is_wrong) {
  struct Case {
    const char* rest;
    const char* complaint;
  };
  const Case cases[] = {
      {"C: STAT\nS: +OK 2 201\n", "some.pop3:10: (as written) expected: S: +OK 2 201"},
      {"C: STAT\nS: +OK 2 200\nS: +OK\n", "some.pop3:11: (as written) expected: S: +OK"},
      {"C: LIST\nS: +OK{*}\nS: 1 120\nC: NOOP\nS: +OK\n",
       "some.pop3:12: (as written) before \"C: NOOP\" came what the dialogue does not have: \"2 "
       "80\\x0D\\x0A.\\x0D\\x0A\""},
      {"C: NOOP\n", "some.pop3:9: (as written) more came than the dialogue has: "},
      {"C: RETR 2\nS: +OK{*}\nS: {message 1}\nS: .\n", "some.pop3:11: (as written) expected of the message: "},
      {"= closed\n", "some.pop3:9: (as written) \"= closed\" is not so: the connection is open"},
      {"C: QUIT\nS: +OK{*}\n= open\n", "some.pop3:11: (as written) \"= open\" is not so: the connection is closed"},
      {"C: DELE 1\nS: +OK{*}\n= removed 1\n", "some.pop3:11: (as written) \"= removed 1\" is not so: removed nothing"},
      {"C: DELE 1\nS: +OK{*}\nC: QUIT\nS: +OK{*}\n= removed nothing\n",
       "some.pop3:13: (as written) \"= removed nothing\" is not so: removed 1"},
      {"= asked nothing\n", "some.pop3:9: (as written) \"= asked nothing\" is not so: something was asked"},
      {"= asked removal\n", "some.pop3:9: (as written) \"= asked removal\" is not so: that was not asked"},
      {"C: QUIT\nS: +OK{*}\n= end: idle too long\n",
       "some.pop3:11: (as written) \"= end: idle too long\" is not so: it ended with \"quit\""},
      {"! clock +600s\n= open\n", "some.pop3:10: (as written) \"= open\" is not so: the connection is closed"},
      {"! clock +599s\n= closed\n", "some.pop3:10: (as written) \"= closed\" is not so: the connection is open"},
      {"! tls\n", "some.pop3:9: (as written) \"! tls\" cannot happen now"},
      {"! the late answer comes\n", "some.pop3:9: (as written) \"! the late answer comes\" cannot happen now"},
      {"! the next removal hangs\nC: QUIT\nS: +OK{*}\n", "some.pop3:11: a \"the next ...\" never came"},
      {"C: NOOP {captured}\nS: -ERR{*}\n", "some.pop3:9: (as written) {captured} has not been captured"},
  };
  for (const Case& c : cases) {
    const std::string what = complaint(c.rest);
    EXPECT_EQ(what.substr(0, std::string(c.complaint).size()), c.complaint) << c.rest;
  }
}

}  // namespace
}  // namespace n3::transcripts
