#include "mime/date.hpp"

#include <algorithm>
#include <cstdio>

namespace n3::mime {
namespace {

using namespace std::chrono;

constexpr const char* weekdays[] = {"Sun", "Mon", "Tue", "Wed", "Thu", "Fri", "Sat"};
constexpr const char* months[] = {"Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"};

constexpr sys_seconds first = sys_days{1y / January / 1};
constexpr sys_seconds last = sys_days{9999y / December / 31} + 23h + 59min + 59s;

}  // namespace

std::string date_rfc5322(sys_seconds date) {
  const sys_seconds second = std::clamp(date, first, last);
  const sys_days day = floor<days>(second);
  const year_month_day calendar{day};
  const hh_mm_ss time{second - day};

  char text[64];
  const int size =
      std::snprintf(text, sizeof text, "%s, %02u %s %04d %02d:%02d:%02d +0000", weekdays[weekday{day}.c_encoding()],
                    static_cast<unsigned>(calendar.day()), months[static_cast<unsigned>(calendar.month()) - 1],
                    static_cast<int>(calendar.year()), static_cast<int>(time.hours().count()),
                    static_cast<int>(time.minutes().count()), static_cast<int>(time.seconds().count()));
  return {text, static_cast<std::size_t>(size)};
}

}  // namespace n3::mime
