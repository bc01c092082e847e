#include "fetching_test.hpp"

#include <atomic>
#include <future>
#include <thread>

#include "gate.hpp"

// When a source is asked, and who waits for it.
namespace n3 {
namespace {

using namespace std::chrono_literals;
using Clock = std::chrono::steady_clock;
using test::Gate;

/// A source whose fetch blocks until it is interrupted.
class Hung : public Source {
 public:
  Answer<Batch> fetch(std::string_view) override {
    gate_.pass();
    return Error::temporary("interrupted");
  }
  void interrupt() override { gate_.open(); }

 private:
  Gate gate_;
};

void eventually(const std::function<bool()>& true_) {
  const auto deadline = Clock::now() + 20s;
  while (!true_() && Clock::now() < deadline) std::this_thread::sleep_for(5ms);
  EXPECT_TRUE(true_());
}

TEST_F(FetchingTest, before_the_start_sources_are_only_kept) {
  std::atomic<int> fetched = 0;
  source("feed", hourly, [&](auto) {
    ++fetched;
    return one("1");
  });
  source("folder", at_login, [&](auto) {
    ++fetched;
    return one("2");
  });
  EXPECT_EQ(refusal(), not_yet);
  EXPECT_EQ(fetched, 0);
  spool->start();
  EXPECT_EQ(login().count(), 2);
}

TEST_F(FetchingTest, a_source_that_is_registered_after_the_start_is_fetched_too) {
  spool->start();
  source("feed", hourly, [](auto) { return one("1"); });
  EXPECT_EQ(login().count(), 1);
}

TEST_F(FetchingTest, a_login_waits_for_the_first_fetch) {
  source("feed", hourly, [](auto) {
    std::this_thread::sleep_for(200ms);
    return one("1");
  });
  spool->start();
  EXPECT_EQ(login().count(), 1);
}

TEST_F(FetchingTest, a_first_fetch_that_takes_too_long_contributes_nothing_yet) {
  Gate gate;
  source("slow", hourly, [&](auto) {
    gate.pass();
    return one("1");
  });
  source("quick", hourly, [](auto) { return one("2"); });
  spool->start();
  const auto begin = Clock::now();
  EXPECT_EQ(login().subjects(), Names{"Item 2"});
  EXPECT_GE(Clock::now() - begin, 900ms);
  const auto again = Clock::now();
  EXPECT_EQ(login().subjects(), Names{"Item 2"});
  EXPECT_LT(Clock::now() - again, 500ms) << "one login has waited for it; the next need not";
  gate.open();
  eventually([&] { return login().count() == 2; });
}

TEST_F(FetchingTest, sources_that_hang_delay_only_those_who_read_them) {
  for (int i = 0; i < 20; ++i) {
    spool->mailbox("hung").source(std::to_string(i), std::make_unique<Hung>(), at_login);
    spool->mailbox("slow").source(std::to_string(i), std::make_unique<Hung>(), hourly);
  }
  source("folder", at_login, [](auto) { return one("1"); }, "quick");
  add("1", "Item", "added");
  spool->start();
  auto stuck = std::async(std::launch::async, [&] { return refusal("bob", {"hung"}); });
  std::this_thread::sleep_for(100ms);
  const auto begin = Clock::now();
  EXPECT_EQ(login("ann", {"added"}).count(), 1);
  EXPECT_EQ(login("ann", {"quick"}).count(), 1);
  EXPECT_LT(Clock::now() - begin, 500ms);
  EXPECT_EQ(stuck.get(), not_yet);
}

TEST_F(FetchingTest, an_interval_beyond_the_clock_is_never) {
  for (const Seconds never : {Seconds::max(), Seconds::max() - 1s, Seconds(10'000'000'000)}) {
    std::atomic<int> fetched = 0;
    const std::string mailbox = std::to_string(never.count());
    source("once", never, [&](auto) { return one(std::to_string(++fetched)); }, mailbox);
    spool->start();
    EXPECT_EQ(login("ann", {mailbox}).count(), 1);
    std::this_thread::sleep_for(50ms);
    EXPECT_EQ(login("ann", {mailbox}).count(), 1);
    EXPECT_EQ(fetched, 1);
  }
}

class ImpatientTest : public SpoolTest {
 protected:
  ImpatientTest() : SpoolTest(Seconds(0)) {}
  ~ImpatientTest() override { spool.reset(); }
};

TEST_F(ImpatientTest, half_of_a_first_fetch_is_never_shown) {
  constexpr std::size_t many = 2'000;
  Batch batch;
  for (std::size_t i = 0; i < many; ++i) batch.items.push_back(message_item(std::to_string(i), "Item"));
  spool->mailbox("blog").source("big", scripted([&](auto) { return batch; }), hourly);
  spool->start();
  while (!refusal().empty()) std::this_thread::yield();
  EXPECT_EQ(login().count(), many);
}

TEST_F(FetchingTest, a_source_is_fetched_again_after_its_interval) {
  std::atomic<int> fetched = 0;
  source("feed", 1s, [&](auto) { return one(std::to_string(++fetched)); });
  spool->start();
  EXPECT_EQ(login().count(), 1);
  eventually([&] { return login().count() >= 3; });
}

TEST_F(FetchingTest, a_source_may_say_when_it_wants_to_be_asked_again) {
  std::atomic<int> fetched = 0;
  source("feed", hourly, [&](auto) {
    Batch batch = one(std::to_string(++fetched));
    batch.again = 1s;
    return batch;
  });
  spool->start();
  eventually([&] { return login().count() >= 2; });
}

TEST_F(FetchingTest, a_source_is_asked_when_something_is_due_from_it_whatever_else_says_when) {
  std::atomic<int> fetched = 0;
  source("feed", hourly, [&](auto) {
    Batch batch = one(std::to_string(++fetched));
    batch.pause = hourly;
    if (fetched == 1) batch.at_latest = 0s;
    if (fetched == 1) batch.failure = Error::temporary("no luck");
    return batch;
  });
  spool->start();
  eventually([&] { return fetched == 2 && login().count() == 2; });
}

TEST_F(FetchingTest, the_cursor_is_handed_back) {
  std::vector<std::string> cursors;
  source("feed", at_login, [&](std::string_view cursor) {
    cursors.emplace_back(cursor);
    return Batch{.cursor = cursor.empty() ? std::string("etag \0 1", 8) : "2"};
  });
  spool->start();
  for (int i = 0; i < 3; ++i) login();
  spool.reset();
  ASSERT_GE(cursors.size(), 3);
  EXPECT_EQ(cursors[0], "");
  EXPECT_EQ(cursors[1], std::string("etag \0 1", 8));
  EXPECT_EQ(cursors[2], "2");
}

TEST_F(FetchingTest, what_asks_to_be_listed_at_login_is) {
  std::atomic<int> fetched = 0;
  source("folder", hourly, [&](auto) {
    Batch batch = one(std::to_string(++fetched));
    batch.again = 0s;
    return batch;
  });
  spool->start();
  const std::size_t before = login().count();
  EXPECT_EQ(login().count(), before + 1);
  EXPECT_EQ(login().count(), before + 2);
}

TEST_F(FetchingTest, a_login_never_sees_a_listing_older_than_itself) {
  std::mutex mutex;
  std::vector<Item> there;
  source("folder", at_login, [&](auto) {
    Batch batch{.complete = true};
    {
      const std::lock_guard lock(mutex);
      batch.items = there;
    }
    std::this_thread::sleep_for(20ms);
    return batch;
  });
  spool->start();
  for (std::size_t i = 1; i <= 10; ++i) {
    auto other = std::async(std::launch::async, [&] { login("bob"); });
    std::this_thread::sleep_for(5ms);
    {
      const std::lock_guard lock(mutex);
      there.push_back(message_item(std::to_string(i), "Item"));
    }
    EXPECT_EQ(login("ann").count(), i);
    other.get();
  }
}

TEST_F(FetchingTest, simultaneous_logins_share_a_fetch) {
  std::atomic<int> fetched = 0;
  source("folder", at_login, [&](auto) {
    ++fetched;
    std::this_thread::sleep_for(100ms);
    return one("1");
  });
  spool->start();
  std::vector<std::future<std::size_t>> logins;
  for (int i = 0; i < 20; ++i) logins.push_back(std::async(std::launch::async, [this] { return login().count(); }));
  for (auto& count : logins) EXPECT_EQ(count.get(), 1);
  EXPECT_LE(fetched, 4) << "one at the start, one under way, one for all who came meanwhile, one for stragglers";
}

TEST_F(FetchingTest, an_answer_may_come_later) {
  source("feed", hourly, [](auto) {
    auto [answer, reply] = Answer<Batch>::later();
    std::thread([reply = std::move(reply)]() mutable {
      std::this_thread::sleep_for(50ms);
      reply(one("1"));
    }).detach();
    return std::move(answer);
  });
  spool->start();
  EXPECT_EQ(login().count(), 1);
}

TEST_F(FetchingTest, a_spool_that_is_closed_does_not_wait_for_what_hangs) {
  std::optional<Reply<Batch>> kept;
  source("later", hourly, [&](auto) {
    auto [answer, reply] = Answer<Batch>::later();
    kept.emplace(std::move(reply));
    return std::move(answer);
  });
  spool->mailbox("blog").source("hung", std::make_unique<Hung>(), hourly);
  spool->start();
  EXPECT_EQ(refusal(), not_yet);
  const auto begin = Clock::now();
  spool.reset();
  EXPECT_LT(Clock::now() - begin, 500ms);
  (*kept)(one("1"));  // too late, and harmless
}

TEST_F(FetchingTest, a_maildrop_keeps_its_spool_alive) {
  source("folder", at_login, [](auto) { return one("1"); });
  spool->start();
  auto session = login();
  spool.reset();
  EXPECT_EQ(session.subject(1), "Item 1");
}

}  // namespace
}  // namespace n3
