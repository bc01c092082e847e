#include <n3/maildrop.hpp>

#include <string>
#include <thread>
#include <vector>

#include <gtest/gtest.h>

namespace n3 {
namespace {

TEST(Sizes, remembers_what_it_was_told_first) {
  Sizes sizes;
  EXPECT_EQ(sizes.find("a"), std::nullopt);
  sizes.put("a", 120);
  sizes.put("a", 80);  // bytes never change: whoever counts again counts the same
  EXPECT_EQ(sizes.find("a"), 120);
  EXPECT_EQ(sizes.find("b"), std::nullopt);
}

TEST(Sizes, may_be_used_by_all_sessions_at_once) {
  Sizes sizes;
  {
    std::vector<std::jthread> sessions;
    for (int session = 0; session < 4; ++session)
      sessions.emplace_back([&sizes] {
        for (std::uint64_t i = 0; i < 1000; ++i) {
          sizes.put(std::to_string(i), i);
          EXPECT_EQ(sizes.find(std::to_string(i)), i);
        }
      });
  }
  for (std::uint64_t i = 0; i < 1000; ++i) ASSERT_EQ(sizes.find(std::to_string(i)), i);
}

}  // namespace
}  // namespace n3
