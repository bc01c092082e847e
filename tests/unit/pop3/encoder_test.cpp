#include "pop3/encoder.hpp"

#include <random>
#include <string>
#include <string_view>
#include <vector>

#include <gtest/gtest.h>

#include <n3/body.hpp>

#include "messages.hpp"
#include "wire_form.hpp"

namespace n3::pop3 {
namespace {

using namespace std::literals;

constexpr std::size_t unlimited = 1 << 30;

// What the encoder makes of pieces, asked for at most `limit` octets at a time.
WireForm encoded(const std::vector<std::string_view>& pieces, std::uint64_t body_lines = Encoder::all,
                 std::size_t limit = unlimited) {
  Encoder encoder(body_lines);
  WireForm form;
  std::string out;
  for (std::string_view piece : pieces) {
    while (!piece.empty() && !encoder.enough()) {
      piece = encoder.encode(piece, out, limit);
      EXPECT_LE(out.size(), limit + 2) << "a little over is a dot or the CRLF of a line";
      form.bytes += out;
      out.clear();
    }
  }
  encoder.finish(out);
  return {form.bytes + out, encoder.octets()};
}

WireForm encoded(std::string_view message) { return encoded(std::vector{message}); }

std::vector<std::string_view> cut_at(std::string_view message, std::size_t at) {
  return {message.substr(0, at), message.substr(at)};
}

std::vector<std::string_view> cut_anywhere(std::string_view message, std::mt19937& random, std::size_t longest) {
  std::vector<std::string_view> pieces;
  while (!message.empty()) {
    pieces.push_back(message.substr(0, 1 + random() % longest));
    message.remove_prefix(pieces.back().size());
  }
  return pieces;
}

std::vector<std::string> odd_messages(std::size_t count, std::size_t pieces) {
  std::mt19937 random(1939);
  std::vector<std::string> messages;
  for (std::size_t i = 0; i < count; ++i) messages.push_back(odd_message(random, pieces));
  return messages;
}

// ---- By hand ----

struct Sent {
  std::string_view message;
  std::string_view bytes;
  std::uint64_t octets;
};

class Encoding : public testing::TestWithParam<Sent> {};

INSTANTIATE_TEST_SUITE_P(
    line_ends, Encoding,
    testing::Values(Sent{"A: b\r\n\r\ntext\r\n", "A: b\r\n\r\ntext\r\n", 14},  // as it is
                    Sent{"A: b\n\ntext\n", "A: b\r\n\r\ntext\r\n", 14},        // LF becomes CRLF, and counts as such
                    Sent{"A: b\n\r\ntext\r\n", "A: b\r\n\r\ntext\r\n", 14},    // mixed
                    Sent{"A: b\n\na\rb\n", "A: b\r\n\r\na\rb\r\n", 13},        // a lone CR is an octet of its line
                    Sent{"A: b\n\na\r\r\n", "A: b\r\n\r\na\r\r\n", 12}));

INSTANTIATE_TEST_SUITE_P(dots, Encoding,
                         testing::Values(Sent{"A: b\n\n.\n", "A: b\r\n\r\n..\r\n", 11},
                                         Sent{"A: b\n\n..\n.x\n", "A: b\r\n\r\n...\r\n..x\r\n", 16},
                                         Sent{"A: b\n\nno. 5\n", "A: b\r\n\r\nno. 5\r\n", 15},
                                         Sent{".A: b\n\n", "..A: b\r\n\r\n", 9},  // in the header too
                                         Sent{"A: b\n\n\r.\n", "A: b\r\n\r\n\r.\r\n",
                                              12}));  // a line that begins with a CR, not with a dot

INSTANTIATE_TEST_SUITE_P(
    ends, Encoding,
    testing::Values(Sent{"A: b\n\ntext", "A: b\r\n\r\ntext\r\n", 14},    // no final line end
                    Sent{"A: b\n\ntext\r", "A: b\r\n\r\ntext\r\n", 14},  // half of one
                    Sent{"A: b\n\n.", "A: b\r\n\r\n..\r\n", 11}, Sent{"A: b\n\n", "A: b\r\n\r\n", 8},  // no body
                    Sent{"A: b\n\n\n\n", "A: b\r\n\r\n\r\n\r\n", 12}));  // empty lines at the end stay

INSTANTIATE_TEST_SUITE_P(headers_without_their_empty_line, Encoding,
                         testing::Values(Sent{"A: b\n", "A: b\r\n\r\n", 8}, Sent{"A: b", "A: b\r\n\r\n", 8},
                                         Sent{"A: b\r", "A: b\r\n\r\n", 8}, Sent{"", "\r\n", 2}, Sent{"\n", "\r\n", 2},
                                         Sent{"\r", "\r\n", 2}, Sent{"\r\r\n", "\r\r\n\r\n", 5}));

INSTANTIATE_TEST_SUITE_P(octets_that_are_no_text, Encoding,
                         testing::Values(Sent{"A: b\n\n\0\xff\n"sv, "A: b\r\n\r\n\0\xff\r\n"sv, 12},
                                         Sent{"\0\n\n"sv, "\0\r\n\r\n"sv, 5}));

TEST_P(Encoding, is_what_a_mail_engineer_expects) {
  EXPECT_EQ(encoded(GetParam().message), (WireForm{std::string(GetParam().bytes), GetParam().octets}));
}

TEST_P(Encoding, agrees_with_the_reference) { EXPECT_EQ(encoded(GetParam().message), wire_form(GetParam().message)); }

// ---- Against the reference ----

TEST(Encoder, gives_the_same_bytes_wherever_a_message_is_cut_in_two) {
  for (const std::string& message : odd_messages(400, 12)) {
    const WireForm expected = wire_form(message);
    for (std::size_t at = 0; at <= message.size(); ++at) {
      ASSERT_EQ(encoded(cut_at(message, at)), expected) << testing::PrintToString(message) << " cut at " << at;
    }
  }
}

TEST(Encoder, gives_the_same_bytes_however_often_a_message_is_cut) {
  std::mt19937 random(1);
  for (const std::string& message : odd_messages(1500, 40)) {
    for (const std::size_t longest : {1, 2, 7, 63, 64, 65, 66, 130, 500}) {
      ASSERT_EQ(encoded(cut_anywhere(message, random, longest)), wire_form(message)) << testing::PrintToString(message);
    }
  }
}

TEST(Encoder, gives_the_same_bytes_however_little_room_there_is) {
  for (const std::string& message : odd_messages(300, 40)) {
    for (const std::size_t limit : {1, 2, 3, 63, 64, 65, 66, 67, 128, 129, 130, 200}) {
      ASSERT_EQ(encoded({message}, Encoder::all, limit), wire_form(message))
          << testing::PrintToString(message) << " room " << limit;
    }
  }
}

// A body is copied in blocks of 64 octets where nothing has to be changed: every oddity at every place around their
// edges.
TEST(Encoder, sees_an_oddity_wherever_it_falls_among_its_blocks) {
  constexpr std::string_view oddities[] = {"\n",   "\r",     "\r\n",    "\n.", "\r\n.", "\r\n..",
                                           "\n\n", "\r\r\n", "\r\r\n.", ".",   "\r."};
  for (const std::string_view oddity : oddities) {
    for (std::size_t at = 0; at < 260; ++at) {
      std::string message = "A: b\r\n\r\n" + std::string(260, 'x') + "\r\n";
      message.replace(8 + at, oddity.size(), oddity);
      ASSERT_EQ(encoded(message), wire_form(message)) << testing::PrintToString(oddity) << " at " << at;
      ASSERT_EQ(encoded(cut_at(message, 8 + at + 1)), wire_form(message))
          << testing::PrintToString(oddity) << " cut at " << at;
    }
  }
}

TEST(Encoder, sees_two_oddities_that_are_a_line_apart) {
  for (std::size_t length = 0; length < 140; ++length) {
    for (const std::string_view end : {"\n", "\r\n"}) {
      std::string message = "A: b\n\n";
      for (int i = 0; i < 4; ++i) message.append("." + std::string(length, 'x')).append(end);
      ASSERT_EQ(encoded(message), wire_form(message)) << length;
    }
  }
}

// The session asks for 64 KiB at a time.
TEST(Encoder, keeps_to_its_limit_with_a_large_message) {
  constexpr std::size_t room = 64 * 1024;
  std::string message = "A: b\r\n\r\n";
  while (message.size() < 4 * room) message += std::string(1 + message.size() % 991, '.') + "\n";
  message += std::string(2 * room, '.');  // one line longer than the limit
  EXPECT_EQ(encoded({message}, Encoder::all, room), wire_form(message));
}

TEST(Encoder, appends_to_what_is_there_and_stops_at_the_limit) {
  Encoder encoder;
  std::string out = "+OK 14 octets\r\n";
  const std::string_view rest = encoder.encode("A: b\r\n\r\ntext\r\n", out, out.size() + 8);
  EXPECT_EQ(out, "+OK 14 octets\r\nA: b\r\n\r\n");
  EXPECT_EQ(rest, "text\r\n");
  EXPECT_EQ(encoder.encode(rest, out, out.size()), rest) << "there is no room at all";
}

// ---- TOP ----

TEST(Top, sends_the_header_its_empty_line_and_n_lines_of_the_body) {
  const std::string_view message = "A: b\nC: d\n\none\n.two\n\nfour";
  const std::string header = "A: b\r\nC: d\r\n\r\n";
  const std::string lines[] = {"one\r\n", "..two\r\n", "\r\n", "four\r\n"};
  std::string expected = header;
  for (std::size_t count = 0; count < 7; ++count) {
    EXPECT_EQ(encoded({message}, count).bytes, expected) << count;
    if (count < std::size(lines)) expected += lines[count];
  }
}

TEST(Top, agrees_with_the_reference_for_every_number_of_lines) {
  std::mt19937 random(2);
  for (const std::string& message : odd_messages(600, 25)) {
    const std::size_t lines = lines_of(message).size() + 2;
    for (std::uint64_t count = 0; count <= lines; ++count) {
      ASSERT_EQ(encoded({message}, count), wire_form(message, count))
          << testing::PrintToString(message) << " TOP " << count;
      ASSERT_EQ(encoded(cut_anywhere(message, random, 9), count), wire_form(message, count))
          << testing::PrintToString(message) << " TOP " << count;
      ASSERT_EQ(encoded({message}, count, 5), wire_form(message, count))
          << testing::PrintToString(message) << " TOP " << count;
    }
  }
}

TEST(Top, of_more_lines_than_there_are_is_the_same_as_retr) {
  for (const std::string& message : odd_messages(200, 25)) {
    const WireForm whole = encoded(message);
    ASSERT_EQ(encoded({message}, 99999999), whole);
    ASSERT_EQ(encoded({message}, Encoder::all - 1), whole);
    ASSERT_EQ(encoded({message}, Encoder::all), whole);
  }
}

TEST(Top, says_when_it_has_enough_and_takes_no_more) {
  Encoder encoder(1);
  std::string out;
  EXPECT_EQ(encoder.encode("A: b\n\none\ntwo\n", out, unlimited), "two\n");
  EXPECT_TRUE(encoder.enough());
  EXPECT_EQ(encoder.encode("three\n", out, unlimited), "three\n");
  encoder.finish(out);
  EXPECT_EQ(out, "A: b\r\n\r\none\r\n");
}

TEST(Top, of_zero_lines_has_enough_at_the_end_of_the_header) {
  Encoder encoder(0);
  std::string out;
  encoder.encode("A: b\n", out, unlimited);
  EXPECT_FALSE(encoder.enough());
  encoder.encode("\n", out, unlimited);
  EXPECT_TRUE(encoder.enough());
}

TEST(Retr, never_has_enough) {
  Encoder encoder;
  std::string out;
  EXPECT_EQ(encoder.encode("A: b\n\none\n", out, unlimited), "");
  EXPECT_FALSE(encoder.enough());
}

// ---- n3::octets ----

TEST(Octets, are_those_that_retr_sends_before_dot_stuffing) {
  EXPECT_EQ(octets(""), 2);
  EXPECT_EQ(octets("A: b\n\n.\n"), 11);
  for (const std::string& message : odd_messages(1000, 40)) ASSERT_EQ(octets(message), wire_form(message).octets);
}

TEST(Octets, are_counted_in_messages_larger_than_any_buffer) {
  const std::string body(300'000, '\n');
  EXPECT_EQ(octets("A: b\n\n" + body), 8 + 600'000);
  EXPECT_EQ(octets("A: b\n\n" + std::string(300'000, '.')), 8 + 300'002);
}

}  // namespace
}  // namespace n3::pop3
