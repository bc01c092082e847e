#include "base/settled.hpp"

#include <chrono>
#include <string>
#include <thread>

#include <gtest/gtest.h>

namespace n3 {
namespace {

TEST(Settled, gives_back_what_is_there_already) {
  EXPECT_EQ(*settled(Answer<int>(7)).value(), 7);
  EXPECT_EQ(settled(Answer<int>(Error::permanent("no"))).error()->text, "no");
}

TEST(Settled, waits_for_what_another_thread_replies) {
  auto [answer, reply] = Answer<std::string>::later();
  const std::jthread other([reply = std::move(reply)]() mutable {
    std::this_thread::sleep_for(std::chrono::milliseconds(20));
    reply(std::string("late"));
  });
  EXPECT_EQ(*settled(std::move(answer)).value(), "late");
}

TEST(Settled, ends_where_nobody_will_reply) {
  auto [answer, reply] = Answer<std::string>::later();
  const std::jthread other([forgotten = std::move(reply)] {});
  const auto result = settled(std::move(answer));
  ASSERT_NE(result.error(), nullptr);
  EXPECT_EQ(result.error()->code, Error::Code::temporary);
}

}  // namespace
}  // namespace n3
