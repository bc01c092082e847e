#include "service/status.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace n3::program {
namespace {

using namespace std::chrono_literals;
using testing::HasSubstr;

const std::chrono::sys_seconds now{1'800'000'000s};

std::string line_of(const spool::Health& health) {
  const std::string text = to_text({.sources = {{"blog", "feed", 120, health}}}, now);
  return text.substr(text.find("120  ") + 5);
}

TEST(Status, says_how_a_source_does) {
  using spool::Health;
  EXPECT_EQ(line_of({}), "not fetched yet\n");
  EXPECT_EQ(line_of({.asked = now - 20s}), "not fetched yet; being fetched for 20s\n");
  EXPECT_EQ(line_of({.succeeded = now - 3min, .due = now + 12min}), "fetched 3m ago, next in 12m\n");
  EXPECT_EQ(line_of({.succeeded = now - 3min}), "fetched 3m ago, next at a login\n");
  EXPECT_EQ(line_of({.asked = now - 1s, .succeeded = now - 15min, .due = now - 1s}),
            "fetched 15m ago; being fetched for 1s\n");
  EXPECT_EQ(line_of({.succeeded = now - 100h,
                     .due = now + 40min,
                     .failing_since = now - 99h,
                     .failures = 104,
                     .cause = "HTTP\nstatus 503"}),
            "FAILING for 4d, 104 times: HTTP\\x0Astatus 503, next in 40m\n");
}

TEST(Status, is_aligned_whatever_the_names) {
  EXPECT_THAT(
      to_text({.sources = {{"blog", "https://blog.example.org/feed.xml", 3, {}}, {"a", "b", 12345678, {}}}}, now),
      HasSubstr("\n"
                "mailbox  source                             messages\n"
                "blog     https://blog.example.org/feed.xml         3  not fetched yet\n"
                "a        b                                  12345678  not fetched yet\n"));
}

TEST(Status, times_are_rough) {
  const auto table = std::to_array<std::pair<std::chrono::seconds, const char*>>({{-5s, "0s"},
                                                                                  {0s, "0s"},
                                                                                  {89s, "89s"},
                                                                                  {90s, "2m"},
                                                                                  {89min, "89m"},
                                                                                  {2h, "2h"},
                                                                                  {35h, "35h"},
                                                                                  {36h, "2d"},
                                                                                  {30 * 24h, "30d"}});
  for (const auto& [time, text] : table) EXPECT_EQ(roughly(time), text);
}

}  // namespace
}  // namespace n3::program
