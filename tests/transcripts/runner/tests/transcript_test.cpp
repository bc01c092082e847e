#include "transcript.hpp"

#include <string>

#include <gtest/gtest.h>

namespace n3::transcripts {
namespace {

Transcript parse(const std::string& text) { return parse_transcript("some.pop3", text); }

std::string complaint(const std::string& text) {
  try {
    parse(text);
  } catch (const Failure& failure) {
    return failure.what();
  }
  return "none";
}

TEST(Transcript, begins_with_prose_and_directives) {
  const Transcript transcript = parse(
      "# One sentence.\n# Another.\n"
      "message: 120 octets, uid a, hidden\n"
      "message: uid \"b,c\", chunks of 7, says 9 octets, breaks off after 3 octets\n"
      "  |A: b\n"
      "  |\n"
      "  |open end\\\n"
      "account: user \"an dris\", password \"a,b\\x00\", opens shop\n"
      "channel: starttls, login not allowed\n"
      "idle: 10m\n"
      "failure delay: 1500ms\n"
      "\n"
      "S: +OK\n");
  EXPECT_EQ(transcript.prose, "One sentence.\nAnother.\n");
  const Setting& setting = transcript.setting;
  ASSERT_EQ(setting.messages.size(), 2u);
  EXPECT_EQ(setting.messages[0].bytes.size(), 120u);
  EXPECT_TRUE(setting.messages[0].hidden);
  EXPECT_EQ(setting.messages[1].uid, "b,c");
  EXPECT_EQ(setting.messages[1].bytes, "A: b\r\n\r\nopen end");
  EXPECT_EQ(setting.messages[1].chunk, 7u);
  EXPECT_EQ(setting.messages[1].claimed, 9u);
  EXPECT_EQ(setting.messages[1].breaks_off, 3u);
  ASSERT_EQ(setting.accounts.size(), 1u);
  EXPECT_EQ(setting.accounts[0].user, "an dris");
  EXPECT_EQ(setting.accounts[0].password, std::string("a,b\0", 4));
  EXPECT_EQ(setting.accounts[0].account, "shop");
  EXPECT_FALSE(setting.way.plaintext_login);
  EXPECT_EQ(setting.policy.idle, std::chrono::minutes(10));
  EXPECT_EQ(setting.policy.failure_delay, std::chrono::milliseconds(1500));
}

TEST(Transcript, has_lines_of_six_kinds) {
  const Transcript transcript = parse(
      "# All of them.\nmessage: 120 octets\n"
      "S: +OK{*}\nC: STAT\nC+ QU\nS: {message 1}\nS: {lines}\n! clock +601s\n= removed 1 3\nS:\n");
  std::vector<Line::Kind> kinds;
  for (const Line& line : transcript.lines) kinds.push_back(line.kind);
  using enum Line::Kind;
  EXPECT_EQ(kinds, (std::vector{server, client, client_part, server_message, server_lines, event, effect, server}));
  EXPECT_EQ(transcript.lines[5].number, 8u);
  EXPECT_EQ(std::get<ClockMoves>(*transcript.lines[5].event).by, std::chrono::seconds(601));
  EXPECT_EQ(transcript.lines[6].effect->numbers, (std::vector<std::size_t>{1, 3}));
}

TEST(Transcript, has_andris_where_it_names_nobody) {
  const Transcript transcript = parse("# Nobody.\nS: +OK\n");
  EXPECT_EQ(transcript.setting.accounts.at(0).user, "andris");
}

TEST(Transcript, refuses_what_it_does_not_know_and_says_where) {
  struct Case {
    const char* text;
    const char* where;
  };
  const Case cases[] = {
      {"S: +OK\n", "some.pop3:1: "},
      {"# A.\n", "some.pop3:1: there is no dialogue"},
      {"# A.\ncolour: blue\nS: +OK\n", "some.pop3:2: "},
      {"# A.\nidle: soon\nS: +OK\n", "some.pop3:2: "},
      {"# A.\nmessage: uid a\nS: +OK\n", "some.pop3:3: the message above has neither octets nor a text"},
      {"# A.\n  |text\nS: +OK\n", "some.pop3:2: this text belongs to no message"},
      {"# A.\nmessage: 120 octets, purple\nS: +OK\n", "some.pop3:2: "},
      {"# A.\nchannel: pigeon\nS: +OK\n", "some.pop3:2: "},
      {"# A.\nS: +OK\nidle: 600s\n", "some.pop3:3: "},
      {"# A.\nS: +OK\n\n! the moon rises\n", "some.pop3:4: "},
      {"# A.\nS: +OK\n! clock 10s\n", "some.pop3:3: "},
      {"# A.\nS: +OK\n! the next moon hangs\n", "some.pop3:3: "},
      {"# A.\nS: +OK\n! the next check sings\n", "some.pop3:3: "},
      {"# A.\nS: +OK\n= purple\n", "some.pop3:3: "},
      {"# A.\nS: +OK\n= removed one\n", "some.pop3:3: "},
      {"# A.\nS: +OK \n", "some.pop3:2: ends in a space"},
      {"# A.\nS: {message 1}\n", "some.pop3:2: there is no such message above"},
      {"# A.\nC: NOOP{*}\n", "some.pop3:2: a client says no wildcards"},
      {"# A.\nC: \\q\n", "some.pop3:2: "},
      {"# A.\nX: +OK\n", "some.pop3:2: "},
      {"# A.\nany server\nmessage: 120 octets\nS: +OK\n", "some.pop3:1: a dialogue for any server"},
  };
  for (const Case& c : cases) {
    const std::string what = complaint(c.text);
    EXPECT_EQ(what.substr(0, std::string(c.where).size()), c.where) << c.text << "was refused with: " << what;
  }
}

}  // namespace
}  // namespace n3::transcripts
