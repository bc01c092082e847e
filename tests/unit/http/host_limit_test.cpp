#include <gtest/gtest.h>

#include <atomic>
#include <future>
#include <string>
#include <vector>

#include "gate.hpp"
#include "http/host_limit.hpp"

namespace n3::http {
namespace {

// A web that answers when the gate is open.
class HostLimitTest : public testing::Test {
 protected:
  ~HostLimitTest() override {
    gate.open();
    for (auto& result : results) result.wait();
  }

  void begin(const Request& request) {
    results.push_back(std::async(std::launch::async, [this, request] { return limit.fetch(request); }));
  }

  test::Gate gate;
  std::atomic<int> fetched = 0;
  HostLimit limit{[this](const Request& request) -> Result {
    ++fetched;
    gate.pass();
    return Response{.url = request.url};
  }};
  std::vector<std::future<Result>> results;
};

TEST_F(HostLimitTest, a_host_is_asked_for_two_things_at_once_and_no_more) {
  for (int i = 0; i < 6; ++i) begin({.url = "http://a.example/" + std::to_string(i)});
  ASSERT_TRUE(gate.holds(2));
  begin({.url = "http://b.example/"});
  ASSERT_TRUE(gate.holds(3));
  EXPECT_EQ(fetched, 3);
  gate.open();
  for (auto& result : results) EXPECT_TRUE(result.get());
  EXPECT_EQ(fetched, 7);
  results.clear();
}

TEST_F(HostLimitTest, a_host_is_the_same_however_its_URLs_are_written) {
  begin({.url = "http://a.example/"});
  begin({.url = "https://ann:pass@A.EXAMPLE:8443/feed"});
  ASSERT_TRUE(gate.holds(2));
  std::atomic<bool> interrupted = true;
  for (const Request& request :
       {Request{.url = "http://a.example?x", .interrupted = &interrupted},
        Request{.url = "http://b.example", .moved_to = "http://a.example/", .interrupted = &interrupted}})
    EXPECT_EQ(limit.fetch(request).error().cause, "interrupted");
  begin({.url = "http://a.example/", .moved_to = "http://b.example/"});
  EXPECT_TRUE(gate.holds(3));
}

TEST_F(HostLimitTest, who_waits_for_a_turn_can_be_interrupted) {
  std::atomic<bool> interrupted = false;
  for (int i = 0; i < 2; ++i) begin({.url = "http://a.example/"});
  ASSERT_TRUE(gate.holds(2));
  auto waiting = std::async(std::launch::async, [&] {
    return limit.fetch({.url = "http://a.example/", .interrupted = &interrupted}).error().cause;
  });
  interrupted = true;
  EXPECT_EQ(waiting.get(), "interrupted");
  EXPECT_EQ(fetched, 2);
}

TEST(HostLimitFailureTest, a_fetch_that_throws_has_had_its_turn) {
  HostLimit limit([](const Request&) -> Result { throw std::bad_alloc(); });
  for (int i = 0; i < 5; ++i)
    EXPECT_THROW(static_cast<void>(limit.fetch({.url = "http://a.example/"})), std::bad_alloc);
}

}  // namespace
}  // namespace n3::http
