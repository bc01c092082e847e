#include <gtest/gtest.h>

#include <atomic>
#include <functional>
#include <future>
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

  std::optional<std::chrono::seconds> run(const std::stop_token&) override {
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

class Hung : public Task {
 public:
  std::optional<std::chrono::seconds> run(const std::stop_token& stop) override {
    while (!stop.stop_requested()) std::this_thread::sleep_for(1ms);
    return {};
  }
  void interrupt() override {}
};

void wait(Scheduler& scheduler, Scheduler::Ticket ticket) {
  std::promise<void> over;
  auto future = over.get_future();
  scheduler.when_over({ticket}, [over = std::move(over)]() mutable { over.set_value(); });
  future.wait();
}

TEST(SchedulerTest, a_task_is_run_once_at_the_start_and_then_when_it_says) {
  auto once = std::make_shared<Counter>();
  auto often = std::make_shared<Counter>(0s, 1ms);
  Scheduler scheduler(10s);
  scheduler.add(once);
  scheduler.add(often);
  scheduler.start();
  wait(scheduler, scheduler.first_run(*once));
  while (often->runs < 20) std::this_thread::sleep_for(1ms);
  EXPECT_EQ(once->runs, 1);
}

TEST(SchedulerTest, waiting_for_the_next_run_is_waiting_for_one_that_begins_afterwards) {
  auto task = std::make_shared<Counter>(std::nullopt, 30ms);
  Scheduler scheduler(10s);
  scheduler.add(task);
  scheduler.start();
  while (!task->busy && task->runs == 0) std::this_thread::yield();
  wait(scheduler, scheduler.next_run(*task));
  EXPECT_EQ(task->runs, 2);
}

TEST(SchedulerTest, a_task_never_runs_twice_at_once) {
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
        wait(scheduler, scheduler.next_run(*task));
      }
    });
  for (std::thread& person : people) person.join();
  EXPECT_FALSE(task->met);
}

TEST(SchedulerTest, nobody_waits_longer_than_his_patience) {
  auto task = std::make_shared<Counter>(std::nullopt, 400ms);
  Scheduler scheduler(50ms);
  scheduler.add(task);
  scheduler.start();
  const auto begin = Clock::now();
  wait(scheduler, scheduler.first_run(*task));
  wait(scheduler, scheduler.next_run(*task));
  EXPECT_EQ(scheduler.hold(*task), nullptr);
  EXPECT_LT(Clock::now() - begin, 300ms);
}

TEST(SchedulerTest, what_somebody_waits_for_does_not_queue_behind_what_is_due) {
  Scheduler scheduler(10s);
  for (int i = 0; i < 30; ++i) scheduler.add(std::make_shared<Counter>(std::nullopt, 300ms));
  auto wanted = std::make_shared<Counter>();
  scheduler.add(wanted);
  scheduler.start();
  std::this_thread::sleep_for(20ms);
  const auto begin = Clock::now();
  wait(scheduler, scheduler.next_run(*wanted));
  EXPECT_GE(wanted->runs, 1);
  EXPECT_LT(Clock::now() - begin, 200ms);
}

TEST(SchedulerTest, what_is_due_does_not_queue_behind_what_hangs) {
  Scheduler scheduler(10s);
  for (int i = 0; i < 4; ++i) scheduler.add(std::make_shared<Hung>());
  scheduler.start();
  std::this_thread::sleep_for(20ms);
  auto due = std::make_shared<Counter>();
  scheduler.add(due);
  const auto begin = Clock::now();
  while (due->runs == 0) std::this_thread::sleep_for(1ms);
  EXPECT_LT(Clock::now() - begin, 3s);
}

TEST(SchedulerTest, what_follows_a_wait_holds_up_no_other) {
  auto task = std::make_shared<Counter>(std::nullopt, 400ms);
  Scheduler scheduler(50ms);
  scheduler.add(task);
  scheduler.start();
  const auto begin = Clock::now();
  const auto ticket = scheduler.next_run(*task);
  scheduler.when_over({ticket}, [] { std::this_thread::sleep_for(300ms); });
  wait(scheduler, ticket);
  EXPECT_LT(Clock::now() - begin, 200ms);
}

TEST(SchedulerTest, a_held_task_runs_when_it_is_let_go) {
  auto task = std::make_shared<Counter>();
  Scheduler scheduler(10s);
  scheduler.add(task);
  auto hold = scheduler.hold(*task);
  scheduler.start();
  const auto ticket = scheduler.next_run(*task);
  std::this_thread::sleep_for(20ms);
  EXPECT_EQ(task->runs, 0);
  hold.reset();
  wait(scheduler, ticket);
  EXPECT_EQ(task->runs, 1);
}

TEST(SchedulerTest, the_end_interrupts_every_task_once_and_waits_for_those_that_run) {
  auto task = std::make_shared<Counter>(0s, 10ms);
  {
    Scheduler scheduler(10s);
    scheduler.add(task);
    scheduler.start();
    wait(scheduler, scheduler.first_run(*task));
  }
  EXPECT_EQ(task->interrupted, 1);
  EXPECT_FALSE(task->busy);
}

TEST(SchedulerTest, an_end_without_a_start_is_fine) {
  Scheduler scheduler(10s);
  scheduler.add(std::make_shared<Counter>());
}

}  // namespace
}  // namespace n3::spool
