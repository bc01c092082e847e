#include "mime/date.hpp"

#include <gtest/gtest.h>

namespace {

using namespace std::chrono;
using n3::mime::date_rfc5322;

TEST(Date, is_written_as_rfc_5322_writes_it) {
  const struct {
    sys_seconds date;
    const char* text;
  } examples[] = {
      {sys_seconds{}, "Thu, 01 Jan 1970 00:00:00 +0000"},
      {sys_days{1997y / November / 21} + 15h + 55min + 6s,
       "Fri, 21 Nov 1997 15:55:06 +0000"},  // RFC 5322 appendix A.1.1
      {sys_days{2000y / February / 29} + 12h, "Tue, 29 Feb 2000 12:00:00 +0000"},
      {sys_days{2026y / November / 23} + 9h + 50min + 1s, "Mon, 23 Nov 2026 09:50:01 +0000"},
      {sys_days{2038y / January / 19} + 3h + 14min + 8s, "Tue, 19 Jan 2038 03:14:08 +0000"},
  };
  for (const auto& [date, text] : examples) EXPECT_EQ(date_rfc5322(date), text);
}

TEST(Date, before_the_epoch_counts_backwards) {
  EXPECT_EQ(date_rfc5322(sys_seconds{} - 1s), "Wed, 31 Dec 1969 23:59:59 +0000");
  EXPECT_EQ(date_rfc5322(sys_days{1900y / January / 1}), "Mon, 01 Jan 1900 00:00:00 +0000");
}

TEST(Date, stays_within_four_digits) {
  EXPECT_EQ(date_rfc5322(sys_days{1y / January / 1}), "Mon, 01 Jan 0001 00:00:00 +0000");
  EXPECT_EQ(date_rfc5322(sys_days{9999y / December / 31} + 86399s), "Fri, 31 Dec 9999 23:59:59 +0000");
  EXPECT_EQ(date_rfc5322(sys_days{1y / January / 1} - 1s), "Mon, 01 Jan 0001 00:00:00 +0000");
  EXPECT_EQ(date_rfc5322(sys_days{10000y / January / 1}), "Fri, 31 Dec 9999 23:59:59 +0000");
  EXPECT_EQ(date_rfc5322(sys_seconds::min()), "Mon, 01 Jan 0001 00:00:00 +0000");
  EXPECT_EQ(date_rfc5322(sys_seconds::max()), "Fri, 31 Dec 9999 23:59:59 +0000");
}

}  // namespace
