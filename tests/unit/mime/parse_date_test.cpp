#include "mime/parse_date.hpp"

#include <gtest/gtest.h>

namespace n3::mime {
namespace {

std::chrono::sys_seconds utc(int year, unsigned month, unsigned day, int hour = 0, int minute = 0, int second = 0) {
  using namespace std::chrono;
  return sys_days(std::chrono::year(year) / month / day) + hours(hour) + minutes(minute) + seconds(second);
}

struct Case {
  const char* text;
  std::optional<std::chrono::sys_seconds> time;
};

const auto morning = utc(2026, 11, 23, 7, 50, 0);

const Case dates[] = {
    // RFC 3339 and ISO 8601
    {"2026-11-23T07:50:00Z", morning},
    {"2026-11-23t07:50:00z", morning},
    {"2026-11-23T09:50:00+02:00", morning},
    {"2026-11-23T09:50:00.123456+02:00", morning},
    {"2026-11-23T09:50:00,5+02:00", morning},
    {"2026-11-23T09:50:00+0200", morning},
    {"2026-11-23T09:50:00+02", morning},
    {"2026-11-23T02:20:00-05:30", morning},
    {"2026-11-23T09:50+02:00", morning},
    {"2026-11-23 07:50:00", morning},
    {"2026-11-23 07:50:00 UTC", morning},
    {"2026-11-23 02:50:00 -0500", morning},
    {"2026/11/23 07:50:00", morning},
    {"20261123T075000Z", morning},
    {"2026-11-23T07:50:60Z", utc(2026, 11, 23, 7, 50, 59)},
    {"2026-11-23T24:00:00Z", utc(2026, 11, 24)},
    {"2026-11-23", utc(2026, 11, 23)},
    {"2026-11", utc(2026, 11, 1)},
    {"2026", utc(2026, 1, 1)},
    {"20261123", utc(2026, 11, 23)},
    {"  2026-11-23\n", utc(2026, 11, 23)},
    // RFC 822, 1123, 2822, 850, asctime
    {"Mon, 23 Nov 2026 07:50:00 GMT", morning},
    {"Mon, 23 Nov 2026 09:50:00 +0200", morning},
    {"Mon,23 Nov 2026 09:50:00 +02:00", morning},
    {"Mon, 23 Nov 2026 09:50:00 GMT+2", morning},
    {"Mon, 23 Nov 2026 02:50:00 EST", morning},
    {"Mon, 23 Nov 2026 02:50:00 EST (New York)", morning},
    {"Mon, 23 Nov 2026 07:50 UT", morning},
    {"23 Nov 2026 07:50:00 Z", morning},
    {"23 Nov 26 07:50:00 GMT", morning},
    {"Monday, 23-Nov-26 07:50:00 GMT", morning},
    {"Mon Nov 23 07:50:00 2026", morning},
    {"Mon Nov 23 07:50:00 UTC 2026", morning},
    {"Mon Nov 23 02:50:00 EST 2026", morning},
    // and what people write
    {"Monday, November 23, 2026 07:50:00", morning},
    {"November 23, 2026 7:50 AM", morning},
    {"November 23, 2026 7:50 PM", utc(2026, 11, 23, 19, 50)},
    {"23 November 2026", utc(2026, 11, 23)},
    {"Sept 7, 1999", utc(1999, 9, 7)},
    {"Mar, 3 Nov 2026 07:50:00 +0000", utc(2026, 11, 3, 7, 50)},
    {"1 Jan 69 00:00:00 GMT", utc(1969, 1, 1)},
    {"Thu, 01 Jan 1970 00:00:00 +0000", utc(1970, 1, 1)},
    {"Mon, 23 Nov 2026 24:00:00 GMT", utc(2026, 11, 24)},
    // no dates
    {"", {}},
    {"yesterday", {}},
    {"0000-00-00", {}},
    {"0001-01-01T00:00:00Z", {}},
    {"2026-13-01", {}},
    {"2026-02-30", {}},
    {"Mon, 32 Nov 2026 07:50:00 GMT", {}},
    {"11/23/2026", {}},
    {"1795420200", {}},
    {"99999999999999999999-01-01", {}},
    {"Mon, 23 Nov 2026 25:61:61 GMT", {}},
    {"2026-11-23T10:15:00+99:99", {}},
    {"2026-11-23T10:15:00+02:60", {}},
    {"2026-11-23T10:15:00-25:00", {}},
    {"2026-11-23T10:15:00+999999999", {}},
    {"Mon, 23 Nov 2026 10:15:00 +9999", {}},
    {":::::", {}},
    {"-", {}},
    {"+02:00", {}},
};

class ParseDate : public testing::TestWithParam<Case> {};

TEST_P(ParseDate, reads_a_date_as_people_mean_it) {
  EXPECT_EQ(parse_date(GetParam().text), GetParam().time) << GetParam().text;
}

INSTANTIATE_TEST_SUITE_P(dates, ParseDate, testing::ValuesIn(dates));

}  // namespace
}  // namespace n3::mime
