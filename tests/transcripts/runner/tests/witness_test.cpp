#include "witness.hpp"

#include <stdexcept>
#include <string>
#include <vector>

#include <gtest/gtest.h>

namespace n3::transcripts {
namespace {

/// Lines of a session: "C: ..." and "S: ...". Returns what the witness says of it.
std::string verdict(const std::vector<std::string>& lines) {
  Witness witness;
  try {
    for (const std::string& line : lines) {
      if (line[0] == 'C')
        witness.said(line.substr(3) + "\r\n");
      else
        witness.heard(line.substr(3));
    }
    witness.finish(witness.is_leaving(), false);
  } catch (const std::logic_error& complaint) {
    return complaint.what();
  }
  return "good";
}

TEST(Witness, has_nothing_to_say_of_a_good_session) {
  EXPECT_EQ(verdict({"S: +OK ready", "C: USER a",   "S: +OK",     "C: PASS b",        "S: +OK",
                     "C: STAT",      "S: +OK 2 17", "C: LIST",    "S: +OK",           "S: 1 7",
                     "S: 2 10",      "S: .",        "C: RETR 1",  "S: +OK 7 octets",  "S: A:b",
                     "S: ",          "S: .",        "C: TOP 1 0", "S: +OK",           "S: A:b",
                     "S: ",          "S: .",        "C: DELE 1",  "S: +OK",           "C: STAT",
                     "S: +OK 1 10",  "C: LIST 1",   "S: -ERR",    "C: RSET",          "S: +OK",
                     "C: UIDL 2",    "S: +OK 2 b",  "C: RETR 2",  "S: +OK 10 octets", "S: A:b",
                     "S: ",          "S: ...",      "S: .",       "C: QUIT",          "S: +OK"}),
            "message 2 had 10 octets, and now 11");
}

TEST(Witness, follows_exchanges_of_any_length) {
  EXPECT_EQ(verdict({"S: +OK", "C: AUTH LOGIN", "S: + VXNlcm5hbWU6", "C: YQ==", "S: + UGFzc3dvcmQ6",
                     "C: Yg==", "S: +OK", "C: NOOP", "S: +OK"}),
            "good");
  EXPECT_EQ(verdict({"S: +OK", "C: AUTH PLAIN", "S: + ", "C: *", "S: -ERR", "C: AUTH", "S: +OK", "S: PLAIN", "S: .",
                     "C: CAPA", "S: +OK", "S: TOP", "S: ."}),
            "good");
}

TEST(Witness, notices_what_holds_for_no_session) {
  struct Case {
    const char* complaint;
    std::vector<std::string> lines;
  };
  const Case cases[] = {
      {"a greeting that is no +OK", {"S: * OK"}},
      {"no reply to \"NOOP\"", {"S: +OK", "C: NOOP"}},
      {"a reply to nothing: \"+OK\"", {"S: +OK", "C: NOOP", "S: +OK", "S: +OK"}},
      {"no reply: \"+ERR no\"", {"S: +OK", "C: NOOP", "S: +ERR no"}},
      {"no reply: \"+OKAY\"", {"S: +OK", "C: NOOP", "S: +OKAY"}},
      {"a challenge to \"NOOP\"", {"S: +OK", "C: NOOP", "S: + go on"}},
      {"a challenge to \"AUTH\"", {"S: +OK", "C: AUTH", "S: + go on"}},
      {"the reply to \"LIST\" has no end", {"S: +OK", "C: LIST", "S: +OK", "S: 1 10"}},
      {"something behind the reply to QUIT", {"S: +OK", "C: QUIT", "S: +OK", "S: +OK"}},
      {"a reply longer than 512 octets", {"S: +OK", "C: NOOP", "S: +OK " + std::string(507, 'x')}},
      {"STAT is not the sum of LIST",
       {"S: +OK", "C: STAT", "S: +OK 2 18", "C: LIST", "S: +OK", "S: 1 7", "S: 2 10", "S: ."}},
      {"STAT counts other messages than LIST shows",
       {"S: +OK", "C: LIST", "S: +OK", "S: 1 7", "S: .", "C: STAT", "S: +OK 2 7"}},
      {"LIST is not in order", {"S: +OK", "C: LIST", "S: +OK", "S: 2 7", "S: 1 7", "S: ."}},
      {"message 1 had 8 octets, and now 7",
       {"S: +OK", "C: LIST 1", "S: +OK 1 8", "C: RETR 1", "S: +OK", "S: A:b", "S: ", "S: ."}},
      {"RETR announced 8 octets and sent 7", {"S: +OK", "C: RETR 1", "S: +OK 8 octets", "S: A:b", "S: ", "S: ."}},
      {"RETR sent another message than before",
       {"S: +OK", "C: RETR 1", "S: +OK", "S: A:b", "S: ", "S: .", "C: RETR 1", "S: +OK", "S: A:c", "S: ", "S: ."}},
      {"TOP without the empty line behind the header", {"S: +OK", "C: TOP 1 0", "S: +OK", "S: A:b", "S: ."}},
      {"TOP sent more lines than were asked for",
       {"S: +OK", "C: TOP 1 0", "S: +OK", "S: A:b", "S: ", "S: text", "S: ."}},
      {"TOP is not the beginning of RETR",
       {"S: +OK", "C: RETR 1", "S: +OK", "S: A:b", "S: ", "S: .", "C: TOP 1 0", "S: +OK", "S: A:c", "S: ", "S: ."}},
      {"TOP sent fewer lines than were asked for",
       {"S: +OK", "C: RETR 1", "S: +OK", "S: A:b", "S: ", "S: x", "S: .", "C: TOP 1 1", "S: +OK", "S: A:b",
        "S: ", "S: ."}},
      {"message 1 is shown, though deleted", {"S: +OK", "C: DELE 1", "S: +OK", "C: LIST", "S: +OK", "S: 1 7", "S: ."}},
      {"message 1 is shown, though deleted",
       {"S: +OK", "C: DELE 1", "S: +OK", "C: RETR 1", "S: +OK", "S: A:b", "S: ", "S: ."}},
      {"DELE of a deleted message was accepted", {"S: +OK", "C: DELE 1", "S: +OK", "C: DELE 1", "S: +OK"}},
      {"message 2 has another unique-id now", {"S: +OK", "C: UIDL 2", "S: +OK 2 a", "C: UIDL 2", "S: +OK 2 b"}},
      {"two messages have the unique-id a", {"S: +OK", "C: UIDL", "S: +OK", "S: 1 a", "S: 2 a", "S: ."}},
      {"another message than the one asked for", {"S: +OK", "C: UIDL 1", "S: +OK 2 a"}},
      {"not a message number, one space and a value: \"1  7\"", {"S: +OK", "C: LIST", "S: +OK", "S: 1  7", "S: ."}},
      {"CAPA lists this twice, or nothing: \"top\"", {"S: +OK", "C: CAPA", "S: +OK", "S: TOP", "S: top", "S: ."}},
      {"something in plaintext behind the reply to STLS", {"S: +OK", "C: STLS", "C: NOOP", "S: +OK", "S: +OK"}},
  };
  for (const Case& c : cases) EXPECT_EQ(verdict(c.lines), c.complaint);
}

TEST(Witness, knows_what_must_be_removed) {
  Witness witness;
  const auto exchange = [&](const std::string& command, const std::string& reply) {
    witness.said(command + "\r\n");
    witness.heard(reply);
  };
  witness.heard("+OK");
  exchange("DELE 3", "+OK");
  exchange("DELE 1", "+OK");
  exchange("DELE 2", "-ERR");
  EXPECT_EQ(witness.must_be_removed(), std::set<std::size_t>());
  witness.said("QUIT\r\n");
  EXPECT_EQ(witness.must_be_removed(), std::nullopt);
  witness.heard("+OK");
  EXPECT_EQ(witness.must_be_removed(), (std::set<std::size_t>{1, 3}));
}

}  // namespace
}  // namespace n3::transcripts
