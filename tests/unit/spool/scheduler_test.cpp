#include <gtest/gtest.h>

#include <atomic>
#include <functional>
#include <thread>

#include "spool/scheduler.hpp"

namespace n3::spool {
namespace {

using namespace std::chrono_literals;
using Clock = Scheduler::Clock;

class Counter : public Task {
 public:
  explicit Counter(std::optional<std::chrono::seconds> again = {}, Clock::duration takes = 0ms)
      : again_(again), takes_(takes) {}

  std::optional<std::chrono::seconds> run(std::stop_token) override {
    if (busy.exchange(true)) met = true;
    std::this_thread::sleep_for(takes_);
    busy = false;
    ++runs;
    return again_;
  }
  void interrupt() override { ++interrupted; }

  std::atomic<int> runs = 0;
  std::atomic<int> interrupted = 0;
  std::atomic<bool> busy = false;
  std::atomic<bool> met = false;

 private:
  std::optional<std::chrono::seconds> again_;
  Clock::duration takes_;
};

TEST(SchedulerTest, ATaskIsRunOnceAtTheStartAndThenWhenItSays) {
  auto once = std::make_shared<Counter>();
  auto often = std::make_shared<Counter>(0s, 1ms);
  Scheduler scheduler(10s);
  scheduler.add(once);
  scheduler.add(often);
  scheduler.start();
  scheduler.wait(scheduler.first_run(*once));
  while (often->runs < 20) std::this_thread::sleep_for(1ms);
  EXPECT_EQ(once->runs, 1);
}

TEST(SchedulerTest, WaitingForTheNextRunIsWaitingForOneThatBeginsAfterwards) {
  auto task = std::make_shared<Counter>(std::nullopt, 30ms);
  Scheduler scheduler(10s);
  scheduler.add(task);
  scheduler.start();
  while (!task->busy && task->runs == 0) std::this_thread::yield();
  scheduler.wait(scheduler.next_run(*task));
  EXPECT_EQ(task->runs, 2);
}

TEST(SchedulerTest, ATaskNeverRunsTwiceAtOnce) {
  auto task = std::make_shared<Counter>(0s, 1ms);
  Scheduler scheduler(10s);
  scheduler.add(task);
  scheduler.start();
  std::vector<std::thread> people;
  for (int i = 0; i < 8; ++i)
    people.emplace_back([&, i] {
      for (int j = 0; j < 20; ++j) {
        if (i == 0) {
          const auto hold = scheduler.hold(*task);
          EXPECT_FALSE(task->busy);
        }
        scheduler.wait(scheduler.next_run(*task));
      }
    });
  for (std::thread& person : people) person.join();
  EXPECT_FALSE(task->met);
}

TEST(SchedulerTest, NobodyWaitsLongerThanHisPatience) {
  auto task = std::make_shared<Counter>(std::nullopt, 400ms);
  Scheduler scheduler(50ms);
  scheduler.add(task);
  scheduler.start();
  const auto begin = Clock::now();
  scheduler.wait(scheduler.first_run(*task));
  scheduler.wait(scheduler.next_run(*task));
  EXPECT_EQ(scheduler.hold(*task), nullptr);
  EXPECT_LT(Clock::now() - begin, 300ms);
}

TEST(SchedulerTest, WhatSomebodyWaitsForDoesNotQueueBehindWhatIsDue) {
  Scheduler scheduler(10s);
  for (int i = 0; i < 30; ++i) scheduler.add(std::make_shared<Counter>(std::nullopt, 300ms));
  auto wanted = std::make_shared<Counter>();
  scheduler.add(wanted);
  scheduler.start();
  const auto begin = Clock::now();
  scheduler.wait(scheduler.next_run(*wanted));
  EXPECT_EQ(wanted->runs, 1);
  EXPECT_LT(Clock::now() - begin, 200ms);
}

TEST(SchedulerTest, AHeldTaskRunsWhenItIsLetGo) {
  auto task = std::make_shared<Counter>();
  Scheduler scheduler(10s);
  scheduler.add(task);
  auto hold = scheduler.hold(*task);
  scheduler.start();
  const auto ticket = scheduler.next_run(*task);
  std::this_thread::sleep_for(20ms);
  EXPECT_EQ(task->runs, 0);
  hold.reset();
  scheduler.wait(ticket);
  EXPECT_EQ(task->runs, 1);
}

TEST(SchedulerTest, TheEndInterruptsEveryTaskOnceAndWaitsForThoseThatRun) {
  auto task = std::make_shared<Counter>(0s, 10ms);
  {
    Scheduler scheduler(10s);
    scheduler.add(task);
    scheduler.start();
    scheduler.wait(scheduler.first_run(*task));
  }
  EXPECT_EQ(task->interrupted, 1);
  EXPECT_FALSE(task->busy);
}

TEST(SchedulerTest, AnEndWithoutAStartIsFine) {
  Scheduler scheduler(10s);
  scheduler.add(std::make_shared<Counter>());
}

}  // namespace
}  // namespace n3::spool
