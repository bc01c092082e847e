#include "pop3/line_buffer.hpp"

#include <random>
#include <string>
#include <string_view>
#include <vector>

#include <gtest/gtest.h>

#include "base/ascii.hpp"

namespace n3::pop3 {
namespace {

using namespace std::literals;

constexpr std::size_t limit = 255;

constexpr auto commands = [](std::string_view) { return limit; };
constexpr auto sasl_too = [](std::string_view beginning) {
  return ascii::same(beginning.substr(0, 5), "AUTH ") ? 16384 : limit;
};

constexpr auto too_long = "(too long)";
using Lines = std::vector<std::string>;

template <class Limit = decltype(commands)>
Lines whole_lines(LineBuffer& buffer, const Limit& limit_of = commands) {
  Lines lines;
  while (const auto line = buffer.next(limit_of)) lines.emplace_back(line->too_long ? too_long : line->text);
  return lines;
}

template <class Limit = decltype(commands)>
Lines lines_of(const std::vector<std::string_view>& pieces, const Limit& limit_of = commands) {
  LineBuffer buffer;
  Lines lines;
  for (const std::string_view piece : pieces) {
    buffer.append(piece);
    for (std::string& line : whole_lines(buffer, limit_of)) lines.push_back(std::move(line));
  }
  return lines;
}

std::string line_of(std::size_t octets) { return std::string(octets - 2, 'x') + "\r\n"; }

struct Arrived {
  std::string_view bytes;
  Lines lines;
};

// ---- What a line is ----

class LineBufferReading : public testing::TestWithParam<Arrived> {};

INSTANTIATE_TEST_SUITE_P(
    examples, LineBufferReading,
    testing::Values(Arrived{"", {}}, Arrived{"NOOP", {}}, Arrived{"NOOP\r", {}}, Arrived{"NOOP\r\n", {"NOOP"}},
                    Arrived{"\r\n", {""}}, Arrived{"STAT\r\nLIST\r\nUI", {"STAT", "LIST"}},
                    Arrived{"\r\n\r\n", {"", ""}}, Arrived{"NOOP\n", {}},
                    Arrived{"NOOP\nQUIT\r\n", {"NOOP\nQUIT"}},  // LF alone ends nothing
                    Arrived{"NOOP\rQUIT\r\n", {"NOOP\rQUIT"}}, Arrived{"NOOP\r\r\n", {"NOOP\r"}},  // CR alone neither
                    Arrived{"\n\r\n", {"\n"}}, Arrived{"\r\r\r\n\n", {"\r\r"}},
                    Arrived{"a\0b\r\n"sv, {std::string("a\0b", 3)}}, Arrived{"\xff\r\n", {"\xff"}}));

TEST_P(LineBufferReading, ends_a_line_at_crlf_and_nowhere_else) {
  EXPECT_EQ(lines_of({GetParam().bytes}), GetParam().lines);
}

TEST_P(LineBufferReading, gives_the_same_lines_octet_by_octet) {
  LineBuffer buffer;
  Lines lines;
  for (const char& octet : GetParam().bytes) {
    buffer.append({&octet, 1});
    for (std::string& line : whole_lines(buffer)) lines.push_back(std::move(line));
  }
  EXPECT_EQ(lines, GetParam().lines);
}

// Lines of all lengths around the limit, with odd CRs and LFs.
std::string odd_stream(std::mt19937& random) {
  constexpr std::string_view kinds[] = {"\r\n", "\r\n", "\r", "\n", "\n\r", "AUTH ", "auth", "STAT", "\0"sv};
  std::string bytes;
  for (int i = 0; i < 25; ++i) {
    if (random() % 3 == 0) {
      bytes.append(240 + random() % 30, 'x');
    } else {
      bytes += kinds[random() % std::size(kinds)];
    }
  }
  return bytes;
}

// Said as simply as can be: all that is there, cut at CRLF.
Lines reference_lines(std::string_view bytes) {
  Lines lines;
  for (std::size_t end; (end = bytes.find("\r\n")) != bytes.npos; bytes.remove_prefix(end + 2)) {
    const std::string_view line = bytes.substr(0, end);
    lines.emplace_back(line.size() + 2 > sasl_too(line) ? too_long : line);
  }
  return lines;
}

TEST(LineBuffer, gives_the_same_lines_wherever_the_stream_is_cut_in_two) {
  std::mt19937 random(1);
  for (int i = 0; i < 60; ++i) {
    const std::string bytes = odd_stream(random);
    const std::string_view all = bytes;
    for (std::size_t at = 0; at <= bytes.size(); ++at)
      ASSERT_EQ(lines_of({all.substr(0, at), all.substr(at)}, sasl_too), reference_lines(bytes))
          << testing::PrintToString(bytes) << at;
  }
}

TEST(LineBuffer, gives_the_same_lines_however_often_the_stream_is_cut) {
  std::mt19937 random(2);
  for (int i = 0; i < 2000; ++i) {
    const std::string bytes = odd_stream(random);
    std::vector<std::string_view> pieces;
    for (std::string_view rest = bytes; !rest.empty(); rest.remove_prefix(pieces.back().size()))
      pieces.push_back(rest.substr(0, 1 + random() % 40));
    ASSERT_EQ(lines_of(pieces, sasl_too), reference_lines(bytes)) << testing::PrintToString(bytes);
  }
}

// ---- How long it may be ----

TEST(LineBuffer, takes_a_line_of_255_octets_and_none_of_256) {
  EXPECT_EQ(lines_of({line_of(255)}), Lines{std::string(253, 'x')});
  EXPECT_EQ(lines_of({line_of(256)}), Lines{too_long});
}

TEST(LineBuffer, keeps_to_its_limit_octet_by_octet) {
  for (const std::size_t octets : {254, 255, 256, 257, 300}) {
    const std::string bytes = line_of(octets);
    std::vector<std::string_view> pieces;
    for (std::size_t i = 0; i < bytes.size(); ++i) pieces.push_back(std::string_view(bytes).substr(i, 1));
    EXPECT_EQ(lines_of(pieces), Lines{octets <= limit ? std::string(octets - 2, 'x') : too_long}) << octets;
  }
}

TEST(LineBuffer, takes_a_longer_line_where_its_beginning_allows_it) {
  const std::string auth = "auth PLAIN " + std::string(16384 - 13, 'A');
  EXPECT_EQ(lines_of({auth, "\r\n"}, sasl_too), Lines{auth});
  EXPECT_EQ(lines_of({auth, "A\r\n"}, sasl_too), Lines{too_long});
  EXPECT_EQ(lines_of({"AUTHOR " + std::string(300, 'A') + "\r\n"}, sasl_too), Lines{too_long});
}

TEST(LineBuffer, goes_on_with_the_line_after_one_that_is_too_long) {
  EXPECT_EQ(lines_of({line_of(256), "NOOP\r\n"}), (Lines{too_long, "NOOP"}));
  EXPECT_EQ(lines_of({line_of(100'000) + "NOOP\r\n"}), (Lines{too_long, "NOOP"}));
  EXPECT_EQ(lines_of({line_of(300) + line_of(300)}), (Lines{too_long, too_long}));
}

TEST(LineBuffer, never_takes_the_rest_of_a_line_that_is_too_long_for_a_command) {
  for (const std::string_view rest : {"DELE 1\r\n", "\nDELE 1\r\n", "\rDELE 1\r\n", "AUTH PLAIN\r\n"})
    EXPECT_EQ(lines_of({std::string(1000, 'x'), rest}, sasl_too), Lines{too_long}) << testing::PrintToString(rest);
}

TEST(LineBuffer, sees_the_crlf_of_a_line_that_is_too_long_where_it_is_cut) {
  EXPECT_EQ(lines_of({std::string(1000, 'x') + "\r", "\nNOOP\r\n"}), (Lines{too_long, "NOOP"}));
  EXPECT_EQ(lines_of({std::string(1000, 'x') + "\r", "\r", "\r", "\nNOOP\r\n"}), (Lines{too_long, "NOOP"}));
  EXPECT_EQ(lines_of({std::string(1000, 'x') + "\r", "x\nNOOP\r\n"}), Lines{too_long});
}

// ---- What it keeps ----

TEST(LineBuffer, keeps_no_more_than_the_limit_of_a_line_that_never_ends) {
  for (const std::size_t at_once : {1, 7, 4096}) {
    LineBuffer buffer;
    const std::string piece(at_once, 'x');
    for (int i = 0; i < 1000; ++i) {
      buffer.append(piece);
      EXPECT_FALSE(buffer.next(commands));
      ASSERT_LE(buffer.size(), limit);
    }
  }
}

TEST(LineBuffer, says_how_many_octets_wait) {
  LineBuffer buffer;
  EXPECT_EQ(buffer.size(), 0);
  buffer.append("STAT\r\nLIS");
  EXPECT_EQ(buffer.size(), 9);
  buffer.next(commands);
  EXPECT_EQ(buffer.size(), 3);
}

TEST(LineBuffer, forgets_all_when_it_is_cleared) {
  LineBuffer buffer;
  buffer.append("STAT\r\nLIS");
  buffer.clear();
  EXPECT_EQ(buffer.size(), 0);
  buffer.append("NOOP\r\n");
  EXPECT_EQ(whole_lines(buffer), Lines{"NOOP"});
}

TEST(LineBuffer, forgets_that_a_line_was_too_long_when_it_is_cleared) {
  LineBuffer buffer;
  buffer.append(std::string(1000, 'x'));
  EXPECT_EQ(whole_lines(buffer), Lines{});
  buffer.clear();
  buffer.append("NOOP\r\n");
  EXPECT_EQ(whole_lines(buffer), Lines{"NOOP"});
}

}  // namespace
}  // namespace n3::pop3
