#include <gtest/gtest.h>

#include "http/cache_control.hpp"

namespace n3::http {
namespace {

using namespace std::chrono_literals;

TEST(CacheControlTest, a_response_is_fresh_for_its_max_age) {
  for (const char* header :
       {"max-age=600", "public, max-age=600", "Max-Age=600,must-revalidate", "max-age=\"600\"",
        " private ,\tmax-age = 600 ", "max-age=600, s-maxage=86400, stale-if-error=9", ",,max-age=600"})
    EXPECT_EQ(fresh_for(header, ""), 600s) << header;
}

TEST(CacheControlTest, for_a_day_at_most) {
  for (const char* header : {"max-age=31536000", "max-age=99999999999999999999999", "max-age=86400"})
    EXPECT_EQ(fresh_for(header, ""), 24h) << header;
}

TEST(CacheControlTest, what_says_nothing_or_nonsense_is_not_fresh) {
  for (const char* header : {"", ",", "=", "max-age", "max-age=", "max-age=-1", "max-age=1.5", "max-age=soon", "public",
                             "s-maxage=600", "xmax-age=600", "max-age=0", "\"", " "})
    EXPECT_EQ(fresh_for(header, ""), 0s) << header;
}

TEST(CacheControlTest, what_is_not_to_be_kept_is_not_fresh) {
  for (const char* header : {"no-cache, max-age=600", "max-age=600, no-store", "max-age=600, No-Cache=\"Set-Cookie\""})
    EXPECT_EQ(fresh_for(header, ""), 0s) << header;
}

TEST(CacheControlTest, what_a_cache_had_for_a_while_is_fresh_for_so_much_less) {
  EXPECT_EQ(fresh_for("max-age=600", "200"), 400s);
  EXPECT_EQ(fresh_for("max-age=600", "600"), 0s);
  EXPECT_EQ(fresh_for("max-age=600", "99999999999999999999"), 0s);
  EXPECT_EQ(fresh_for("max-age=600", "old"), 600s);
}

}  // namespace
}  // namespace n3::http
