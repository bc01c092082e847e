#include "sources/daily.hpp"

#include <stdexcept>

#include "feed_test.hpp"

namespace n3 {
namespace {

using namespace std::chrono_literals;
using feeds::utc;
using Moment = Daily::Moment;

TEST(Daily, comes_every_day_at_its_time_there) {
  const Daily daily(7h, "Europe/Tallinn");
  const Moment yesterday{2026y / 11 / 25, utc(2026, 11, 25, 5)};
  const Moment today{2026y / 11 / 26, utc(2026, 11, 26, 5)};
  EXPECT_EQ(daily.last(utc(2026, 11, 26, 4, 59, 59)), yesterday);
  EXPECT_EQ(daily.next(utc(2026, 11, 26, 4, 59, 59)), today);
  EXPECT_EQ(daily.last(utc(2026, 11, 26, 5)), today);
  EXPECT_EQ(daily.next(utc(2026, 11, 26, 5)).date, 2026y / 11 / 27);
}

TEST(Daily, has_the_date_that_it_is_there) {
  const Daily tonga(0min, "Pacific/Tongatapu");
  EXPECT_EQ(tonga.last(utc(2026, 11, 26, 12)), (Moment{2026y / 11 / 27, utc(2026, 11, 26, 11)}));
  const Daily honolulu(23h + 59min, "Pacific/Honolulu");
  EXPECT_EQ(honolulu.last(utc(2026, 11, 27, 9, 59)), (Moment{2026y / 11 / 26, utc(2026, 11, 27, 9, 59)}));
}

TEST(Daily, is_at_the_same_time_there_in_summer) {
  const Daily daily(7h, "Europe/Tallinn");
  EXPECT_EQ(daily.next(utc(2026, 3, 28, 12)).time, utc(2026, 3, 29, 4));
  EXPECT_EQ(daily.next(utc(2026, 10, 24, 12)).time, utc(2026, 10, 25, 5));
}

TEST(Daily, is_when_the_clocks_are_put_forward_over_it) {
  const Daily daily(3h + 30min, "Europe/Tallinn");
  EXPECT_EQ(daily.last(utc(2026, 3, 29, 0, 59)).date, 2026y / 3 / 28);
  EXPECT_EQ(daily.last(utc(2026, 3, 29, 1)), (Moment{2026y / 3 / 29, utc(2026, 3, 29, 1)}));
}

TEST(Daily, is_once_where_the_clocks_are_put_back_over_it) {
  const Daily daily(3h + 30min, "Europe/Tallinn");
  const Moment once{2026y / 10 / 25, utc(2026, 10, 25, 0, 30)};
  EXPECT_EQ(daily.last(utc(2026, 10, 25, 0, 30)), once);
  EXPECT_EQ(daily.last(utc(2026, 10, 25, 1, 30)), once);
  EXPECT_EQ(daily.next(utc(2026, 10, 25, 1, 29)).date, 2026y / 10 / 26);
}

// Each is another's next, and each hour of two years is between its two.
TEST(Daily, leaves_no_gap_and_goes_never_back) {
  for (const char* zone : {"Europe/Tallinn", "America/New_York", "Australia/Lord_Howe", "Africa/Casablanca", "UTC"})
    for (const auto at : {0min, 60min, 150min, 23 * 60min + 59min}) {
      const Daily daily(at, zone);
      for (auto time = utc(2025, 12, 31); time < utc(2028, 1, 2); time += 30min) {
        const Moment last = daily.last(time);
        const Moment next = daily.next(time);
        ASSERT_LE(last.time, time) << zone;
        ASSERT_LT(time, next.time) << zone;
        ASSERT_EQ(daily.last(next.time), next) << zone;
        ASSERT_EQ(daily.next(last.time), next) << zone;
      }
    }
}

TEST(Daily, needs_a_zone_and_a_time_that_there_are) {
  for (const char* zone : {"", "Europe/Atlantis", "../../etc/passwd", "EUROPE/TALLINN", "+02:00"})
    EXPECT_THROW(Daily(7h, zone), std::invalid_argument) << zone;
  for (const auto at : {-1min, 24 * 60min}) EXPECT_THROW(Daily(at, "UTC"), std::invalid_argument);
  for (const char* zone : {"UTC", "Etc/UTC", "Asia/Kolkata"}) EXPECT_NO_THROW(Daily(7h, zone)) << zone;
}

}  // namespace
}  // namespace n3
