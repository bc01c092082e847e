#include "pop3/command.hpp"

#include <limits>
#include <string>

#include <gtest/gtest.h>

namespace n3::pop3 {
namespace {

using namespace std::literals;

struct Line {
  std::string_view line;
  std::string_view keyword;
  std::optional<std::string_view> argument;
};

class ParseCommand : public testing::TestWithParam<Line> {};

INSTANTIATE_TEST_SUITE_P(
    lines, ParseCommand,
    testing::Values(Line{"NOOP", "NOOP", {}}, Line{"retr 1", "retr", "1"}, Line{"TOP 1 0", "TOP", "1 0"},
                    Line{"", "", {}}, Line{"LIST ", "LIST", ""},  // an empty argument is one
                    Line{"PASS  a b ", "PASS", " a b "},          // passwords may begin and end with spaces
                    Line{" NOOP", "", "NOOP"}, Line{"RETR\t1", "RETR\t1", {}}, Line{"A\0B C"sv, "A\0B"sv, "C"}));

TEST_P(ParseCommand, takes_a_line_apart_at_its_first_space) {
  const Command command = parse_command(GetParam().line);
  EXPECT_EQ(command.keyword, GetParam().keyword);
  EXPECT_EQ(command.argument, GetParam().argument);
}

struct Number {
  std::string_view text;
  std::optional<std::size_t> number;  // in a maildrop of 20
};

class MessageNumber : public testing::TestWithParam<Number> {};

INSTANTIATE_TEST_SUITE_P(numbers, MessageNumber,
                         testing::Values(Number{"1", 1}, Number{"9", 9}, Number{"10", 10}, Number{"20", 20}));

INSTANTIATE_TEST_SUITE_P(outside, MessageNumber, testing::Values(Number{"0", {}}, Number{"21", {}}, Number{"100", {}}));

INSTANTIATE_TEST_SUITE_P(otherwise_written, MessageNumber,
                         testing::Values(Number{"", {}}, Number{"01", {}}, Number{"00", {}}, Number{"0001", {}},
                                         Number{"+1", {}}, Number{"-1", {}}, Number{" 1", {}}, Number{"1 ", {}},
                                         Number{"1\t", {}}, Number{"1\0"sv, {}}, Number{"\0"sv, {}}, Number{"1\n", {}},
                                         Number{"1\r", {}}, Number{"1x", {}}, Number{"x", {}}, Number{"0x1", {}},
                                         Number{"1.0", {}}, Number{"1,2", {}}, Number{"1-3", {}}, Number{"1e0", {}},
                                         Number{"*", {}}, Number{"\xc2\xb2", {}}, Number{"\xd9\xa1", {}}));

// Each is 1 in some number of bits.
INSTANTIATE_TEST_SUITE_P(beyond_the_machine, MessageNumber,
                         testing::Values(Number{"257", {}}, Number{"65537", {}}, Number{"4294967296", {}},
                                         Number{"4294967297", {}}, Number{"9223372036854775809", {}},
                                         Number{"18446744073709551615", {}}, Number{"18446744073709551616", {}},
                                         Number{"18446744073709551617", {}},
                                         Number{"100000000000000000000000000000000000000001", {}}));

TEST_P(MessageNumber, is_decimal_and_says_a_message_that_there_is) {
  EXPECT_EQ(parse_message_number(GetParam().text, 20), GetParam().number) << testing::PrintToString(GetParam().text);
}

TEST(MessageNumbers, do_not_exist_in_an_empty_maildrop) {
  for (const std::string_view text : {"0", "1", "18446744073709551615"})
    EXPECT_EQ(parse_message_number(text, 0), std::nullopt);
}

TEST(MessageNumbers, read_back_as_they_were_written) {
  for (std::size_t number = 1; number <= 70'000; ++number)
    ASSERT_EQ(parse_message_number(std::to_string(number), 70'000), number);
}

struct Count {
  std::string_view text;
  std::optional<std::uint64_t> count;
};

constexpr std::uint64_t all = std::numeric_limits<std::uint64_t>::max();

class LineCount : public testing::TestWithParam<Count> {};

INSTANTIATE_TEST_SUITE_P(counts, LineCount,
                         testing::Values(Count{"0", 0}, Count{"1", 1}, Count{"00", 0}, Count{"007", 7},
                                         Count{"99999999", 99999999},  // fetchmail's
                                         Count{"4294967296", 4294967296}, Count{"18446744073709551614", all - 1},
                                         Count{"18446744073709551615", all}));

INSTANTIATE_TEST_SUITE_P(too_large_means_all, LineCount,
                         testing::Values(Count{"18446744073709551616", all},
                                         Count{"99999999999999999999999999999999", all}));

INSTANTIATE_TEST_SUITE_P(no_counts, LineCount,
                         testing::Values(Count{"", {}}, Count{"-1", {}}, Count{"+1", {}}, Count{" 1", {}},
                                         Count{"1 ", {}}, Count{"1 2", {}}, Count{"x", {}}, Count{"1x", {}},
                                         Count{"1\0"sv, {}}, Count{"99999999999999999999999999999999x", {}}));

TEST_P(LineCount, is_digits_of_any_number) {
  EXPECT_EQ(parse_line_count(GetParam().text), GetParam().count) << testing::PrintToString(GetParam().text);
}

}  // namespace
}  // namespace n3::pop3
