#include "base/workers.hpp"

#include <gtest/gtest.h>

#include <atomic>
#include <memory>
#include <set>
#include <stdexcept>
#include <system_error>
#include <thread>
#include <vector>

#include <sys/resource.h>
#include <unistd.h>

#include "gate.hpp"
#include "process.hpp"

namespace n3 {
namespace {

using namespace std::chrono_literals;
using test::Gate;

TEST(Workers, do_as_much_at_once_as_they_may) {
  Gate gate;
  Workers workers(8);
  for (int i = 0; i < 8; ++i) workers.post([&] { gate.pass(); });
  EXPECT_TRUE(gate.holds(8));
  gate.open();
}

TEST(Workers, are_never_more_than_they_may_be) {
  Gate gate;
  std::atomic<int> now = 0;
  std::atomic<int> most = 0;
  Workers workers(4);
  for (int i = 0; i < 100; ++i)
    workers.post([&] {
      const int running = ++now;
      for (int seen = most; running > seen && !most.compare_exchange_weak(seen, running);) continue;
      gate.pass();
      --now;
    });
  EXPECT_TRUE(gate.holds(4));
  gate.open();
  workers.stop();
  EXPECT_EQ(most, 4);
}

TEST(Workers, that_have_nothing_to_do_are_used_again) {
  std::set<std::thread::id> threads;
  Workers workers(8);
  for (int i = 0; i < 50; ++i) {
    std::atomic<bool> done = false;
    workers.post([&] {
      threads.insert(std::this_thread::get_id());
      done = true;
    });
    while (!done) std::this_thread::yield();
    std::this_thread::sleep_for(1ms);  // to let it become idle
  }
  workers.stop();
  EXPECT_LT(threads.size(), 8u);
}

TEST(Workers, finish_what_waits_before_they_stop) {
  std::atomic<int> done = 0;
  Workers workers(2);
  for (int i = 0; i < 1000; ++i) workers.post([&] { ++done; });
  workers.stop();
  EXPECT_EQ(done, 1000);
}

TEST(Workers, leave_no_thread_behind) {
  const std::size_t before = test::running_threads();
  {
    Gate gate;
    Workers workers(16);
    for (int i = 0; i < 16; ++i) workers.post([&] { gate.pass(); });
    EXPECT_TRUE(gate.holds(16));
    gate.open();
  }
  EXPECT_TRUE(test::soon([&] { return test::running_threads() == before; }));
}

TEST(Workers, that_have_stopped_leave_the_work_to_who_brings_it) {
  Workers workers(2);
  workers.stop();
  std::thread::id worker;
  workers.post([&] { worker = std::this_thread::get_id(); });
  EXPECT_EQ(worker, std::this_thread::get_id());
}

TEST(Workers, may_be_given_work_by_their_work_also_while_they_stop) {
  Gate gate;
  std::atomic<int> done = 0;
  Workers workers(1);
  workers.post([&] {
    gate.pass();
    workers.post([&] {
      ++done;
      workers.post([&] { ++done; });
    });
  });
  EXPECT_TRUE(gate.holds(1));
  std::thread stopping([&] { workers.stop(); });
  gate.open();
  stopping.join();
  EXPECT_EQ(done, 2);
}

TEST(Workers, destroy_what_a_task_holds_as_soon_as_it_is_done) {
  Workers workers(2);
  auto held = std::make_shared<int>();
  workers.post([held] {});
  EXPECT_TRUE(test::soon([&] { return held.use_count() == 1; }));
}

// A machine that has no more threads to give (TasksMax, memory): what can be done by fewer is done by fewer.

void withhold_threads() {
  const rlimit none{.rlim_cur = 0, .rlim_max = 0};
  ::setrlimit(RLIMIT_NPROC, &none);
  if (::geteuid() == 0 && ::setuid(65534) != 0) throw std::runtime_error("root cannot become nobody here");
}

TEST(Workers, go_on_with_the_threads_there_are_where_no_more_can_be_had) {
  const std::string words = test::in_child([] {
    Gate gate;
    std::atomic<int> done = 0;
    Workers workers(64);
    workers.post([&] { gate.pass(); });
    if (!gate.holds(1)) return "the first thread does not run";
    withhold_threads();
    for (int i = 0; i < 10; ++i) workers.post([&] { ++done; });
    gate.open();
    workers.stop();
    return done == 10 ? "" : "not all has been done";
  });
  EXPECT_EQ(words, "");
}

TEST(Workers, take_no_work_where_there_is_nobody_to_do_it) {
  const std::string words = test::in_child([] {
    bool done = false;
    Workers workers(64);
    withhold_threads();
    try {
      workers.post([&] { done = true; });
      return "the work was taken";
    } catch (const std::system_error&) {
      workers.stop();
      return done ? "it was done all the same" : "";
    }
  });
  EXPECT_EQ(words, "");
}

}  // namespace
}  // namespace n3
