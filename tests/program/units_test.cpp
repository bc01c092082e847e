#include "config/units.hpp"

#include <gtest/gtest.h>

namespace n3::program {
namespace {

using namespace std::chrono_literals;

TEST(TimesOfDay, are_two_digits_each_of_hours_and_minutes) {
  EXPECT_EQ(parse_time_of_day("00:00"), 0min);
  EXPECT_EQ(parse_time_of_day("07:05"), 7h + 5min);
  EXPECT_EQ(parse_time_of_day("23:59"), 23h + 59min);
  for (const char* text :
       {"", "7:00", "07:0", "07:000", "24:00", "07:60", "0700", "07.00", "-7:00", "07:00:00", " 7:00"})
    EXPECT_EQ(parse_time_of_day(text), std::nullopt) << text;
}

TEST(Durations, are_a_number_and_a_unit) {
  struct {
    const char* text;
    std::optional<std::chrono::milliseconds> duration;
  } const table[] = {
      {"0s", 0ms},
      {"500ms", 500ms},
      {"90s", 90s},
      {"15m", 15min},
      {"12h", 12h},
      {"30d", 720h},
      {"", {}},
      {"15", {}},
      {"15 m", {}},
      {"m", {}},
      {"-5s", {}},
      {"+5s", {}},
      {"1.5h", {}},
      {"1h30m", {}},
      {"5M", {}},
      {"5minutes", {}},
      {"0x5s", {}},
      {"106751991168d", {}},
      {"99999999999999999999s", {}},
  };
  for (const auto& [text, duration] : table) EXPECT_EQ(parse_duration(text), duration) << text;
}

TEST(Durations, are_written_in_the_largest_unit_that_keeps_them_exact) {
  for (const char* text : {"0s", "1ms", "1500ms", "90s", "15m", "90m", "36h", "30d"}) {
    EXPECT_EQ(duration_text(*parse_duration(text)), text);
  }
  EXPECT_EQ(duration_text(60s), "1m");
  EXPECT_EQ(duration_text(24h), "1d");
}

TEST(Sizes, are_octets_or_have_a_binary_or_decimal_unit) {
  struct {
    const char* text;
    std::optional<std::uint64_t> size;
  } const table[] = {
      {"0", 0},
      {"512", 512},
      {"64KiB", 65536},
      {"16MiB", 16777216},
      {"2GiB", 2147483648},
      {"10kB", 10'000},
      {"10MB", 10'000'000},
      {"1GB", 1'000'000'000},
      {"", {}},
      {"KiB", {}},
      {"1K", {}},
      {"1kb", {}},
      {"1.5MB", {}},
      {"-1", {}},
      {"10000000000GiB", {}},
  };
  for (const auto& [text, size] : table) EXPECT_EQ(parse_size(text), size) << text;
}

}  // namespace
}  // namespace n3::program
