#include <n3/answer.hpp>

#include <memory>
#include <string>
#include <thread>
#include <vector>

#include <gtest/gtest.h>

namespace n3 {
namespace {

// What a session would see: each answer it is given, in words.
struct Taker {
  std::vector<std::string> seen;

  auto take() {
    return [this](Answer<std::string> answer) {
      ASSERT_TRUE(answer.ready());
      seen.push_back(answer.value() ? *answer.value() : "error: " + answer.error()->text);
    };
  }
};

using Seen = std::vector<std::string>;

TEST(Answer, may_be_a_value_or_an_error_now) {
  Answer<std::string> value("mail");
  EXPECT_TRUE(value.ready());
  EXPECT_EQ(*value.value(), "mail");
  EXPECT_EQ(value.error(), nullptr);

  Answer<std::string> error(Error::in_use("locked"));
  EXPECT_TRUE(error.ready());
  EXPECT_EQ(error.value(), nullptr);
  EXPECT_EQ(error.error()->code, Error::Code::in_use);
}

TEST(Answer, that_comes_later_is_neither_yet) {
  auto [answer, reply] = Answer<std::string>::later();
  EXPECT_FALSE(answer.ready());
  EXPECT_EQ(answer.value(), nullptr);
  EXPECT_EQ(answer.error(), nullptr);
}

TEST(Answer, that_is_ready_is_taken_at_once) {
  Taker taker;
  Answer<std::string>("now").then(taker.take());
  Answer<std::string>(Error::temporary("down")).then(taker.take());
  EXPECT_EQ(taker.seen, (Seen{"now", "error: down"}));
}

TEST(Answer, is_taken_once_whether_the_reply_comes_before_or_after) {
  Taker taker;
  auto [early, early_reply] = Answer<std::string>::later();
  early_reply(std::string("replied before"));
  EXPECT_EQ(taker.seen, Seen{});
  std::move(early).then(taker.take());

  auto [late, late_reply] = Answer<std::string>::later();
  std::move(late).then(taker.take());
  EXPECT_EQ(taker.seen, Seen{"replied before"});
  late_reply(std::string("replied after"));
  EXPECT_EQ(taker.seen, (Seen{"replied before", "replied after"}));
}

TEST(Answer, is_taken_on_the_thread_that_replies) {
  auto [answer, reply] = Answer<std::string>::later();
  std::thread::id taken_on;
  std::move(answer).then([&](const Answer<std::string>&) { taken_on = std::this_thread::get_id(); });
  std::thread other([reply = std::move(reply)]() mutable { reply(std::string("mail")); });
  const auto other_id = other.get_id();
  other.join();
  EXPECT_EQ(taken_on, other_id);
}

TEST(Answer, is_taken_once_when_both_ends_race) {
  for (int i = 0; i < 500; ++i) {
    auto [answer, reply] = Answer<int>::later();
    int taken = 0;
    std::jthread other([reply = std::move(reply), i]() mutable { reply(i); });
    std::move(answer).then([&](Answer<int> ready) { taken += *ready.value() == i ? 1 : 100; });
    other.join();
    ASSERT_EQ(taken, 1);
  }
}

TEST(Answer, that_nobody_waits_for_may_be_replied_to) {
  auto later = Answer<std::string>::later();
  {
    const auto dropped = std::move(later.first);
  }
  later.second(std::string("nobody hears this"));
}

TEST(Answer, may_be_of_what_can_only_be_moved) {
  auto [answer, reply] = Answer<std::unique_ptr<int>>::later();
  int number = 0;
  std::move(answer).then([&](Answer<std::unique_ptr<int>> ready) { number = **ready.value(); });
  reply(std::make_unique<int>(7));
  EXPECT_EQ(number, 7);
}

TEST(Reply, that_is_dropped_is_a_temporary_error) {
  Taker taker;
  {
    auto [answer, reply] = Answer<std::string>::later();
    std::move(answer).then(taker.take());
    const auto forgotten = std::move(reply);
    EXPECT_EQ(taker.seen, Seen{});
  }
  EXPECT_EQ(taker.seen, Seen{"error: no reply"});
}

TEST(Reply, counts_the_first_time_only) {
  Taker taker;
  {
    auto [answer, reply] = Answer<std::string>::later();
    std::move(answer).then(taker.take());
    reply(std::string("first"));
    reply(std::string("second"));
    reply(Error::temporary("third"));
  }
  EXPECT_EQ(taker.seen, Seen{"first"});
}

TEST(Reply, may_be_an_error) {
  Taker taker;
  auto [answer, reply] = Answer<std::string>::later();
  std::move(answer).then(taker.take());
  reply(Error::permanent("gone for good"));
  EXPECT_EQ(taker.seen, Seen{"error: gone for good"});
}

TEST(Reply, that_is_replaced_by_another_is_dropped_with_it) {
  Taker one;
  Taker other;
  auto [first_answer, reply] = Answer<std::string>::later();
  std::move(first_answer).then(one.take());
  {
    auto [second_answer, second] = Answer<std::string>::later();
    std::move(second_answer).then(other.take());
    reply = std::move(second);
  }
  EXPECT_EQ(one.seen, Seen{"error: no reply"});
  reply(std::string("for the second"));
  EXPECT_EQ(other.seen, Seen{"for the second"});
}

}  // namespace
}  // namespace n3
