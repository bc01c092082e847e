#include "net/deadlines.hpp"

#include <gmock/gmock.h>

#include <functional>
#include <string>

namespace n3::net {
namespace {

using namespace std::chrono_literals;
using testing::ElementsAre;
using testing::IsEmpty;

struct Waiter : Deadlines::Entry {
  explicit Waiter(std::function<void()> act_) : act(std::move(act_)) {}
  void expired() override { act(); }
  std::function<void()> act;
};

struct DeadlinesTest : testing::Test {
  std::function<void()> note(std::string name) {
    return [this, name] { events.push_back(name); };
  }

  boost::asio::io_context context;
  Deadlines deadlines{context};
  const pop3::Time begin = pop3::Clock::now();
  std::vector<std::string> events;
};

TEST_F(DeadlinesTest, are_met_in_their_order_and_never_early) {
  Waiter late([&] {
    EXPECT_GE(pop3::Clock::now(), begin + 20ms);
    events.push_back("late");
  });
  Waiter early(note("early"));
  deadlines.set(late, begin + 20ms);
  deadlines.set(early, begin + 5ms);
  context.run();
  EXPECT_THAT(events, ElementsAre("early", "late"));
}

TEST_F(DeadlinesTest, may_be_moved_away_and_are_met_once_at_their_new_time) {
  Waiter waiter([&] {
    EXPECT_GE(pop3::Clock::now(), begin + 30ms);
    events.push_back("met");
  });
  for (const auto after : {5ms, 10ms, 20ms, 30ms}) deadlines.set(waiter, begin + after);
  context.run();
  EXPECT_THAT(events, ElementsAre("met"));
}

TEST_F(DeadlinesTest, may_be_moved_nearer) {
  Waiter waiter(note("met"));
  deadlines.set(waiter, begin + 1h);
  deadlines.set(waiter, begin + 5ms);
  context.run();
  EXPECT_THAT(events, ElementsAre("met"));
}

TEST_F(DeadlinesTest, that_have_passed_already_are_met_at_once) {
  Waiter waiter(note("met"));
  deadlines.set(waiter, begin - 1s);
  context.run();
  EXPECT_THAT(events, ElementsAre("met"));
}

TEST_F(DeadlinesTest, may_be_set_again_by_who_has_met_one) {
  Waiter waiter([&] {
    events.push_back("met");
    if (events.size() < 3) deadlines.set(waiter, pop3::Clock::now() + 1ms);
  });
  deadlines.set(waiter, begin);
  context.run();
  EXPECT_EQ(events.size(), 3u);
}

TEST_F(DeadlinesTest, are_withdrawn_by_the_end_of_who_has_them) {
  auto waiter = std::make_unique<Waiter>(note("met"));
  deadlines.set(*waiter, begin + 5ms);
  waiter.reset();
  context.run();
  EXPECT_THAT(events, IsEmpty());
}

TEST_F(DeadlinesTest, may_end_others_that_are_due_as_well) {
  auto second = std::make_unique<Waiter>(note("second"));
  Waiter first([&] { second.reset(); });
  deadlines.set(first, begin);
  deadlines.set(*second, begin + 1us);
  context.run();
  EXPECT_THAT(events, IsEmpty());
}

TEST_F(DeadlinesTest, keep_no_loop_alive_when_they_are_stopped) {
  Waiter waiter(note("met"));
  deadlines.set(waiter, begin + 1h);
  deadlines.stop();
  context.run();
  EXPECT_THAT(events, IsEmpty());
}

}  // namespace
}  // namespace n3::net
