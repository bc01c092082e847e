#include "base/random.hpp"

#include <set>
#include <thread>
#include <vector>

#include <gtest/gtest.h>

namespace n3 {
namespace {

TEST(RandomNumber, is_never_given_twice_not_even_to_another_thread) {
  constexpr std::size_t each = 5000;
  std::vector<std::vector<std::uint64_t>> drawn(4);
  std::vector<std::jthread> threads;
  for (auto& numbers : drawn)
    threads.emplace_back([&numbers] {
      for (std::size_t i = 0; i < each; ++i) numbers.push_back(random_number());
    });
  threads.clear();

  std::set<std::uint64_t> all;
  for (const auto& numbers : drawn) all.insert(numbers.begin(), numbers.end());
  EXPECT_EQ(all.size(), each * drawn.size());
}

}  // namespace
}  // namespace n3
