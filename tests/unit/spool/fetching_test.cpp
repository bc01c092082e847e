#include "spool_test.hpp"

#include <atomic>
#include <condition_variable>
#include <future>
#include <thread>

#include "spool/subscription.hpp"

namespace n3 {
namespace {

using namespace std::chrono_literals;
using Clock = std::chrono::steady_clock;

/// Something that a fetch waits at until the test opens it.
class Gate {
 public:
  void open() {
    const std::lock_guard lock(mutex_);
    open_ = true;
    opened_.notify_all();
  }
  void pass() {
    std::unique_lock lock(mutex_);
    opened_.wait(lock, [this] { return open_; });
  }

 private:
  std::mutex mutex_;
  std::condition_variable opened_;
  bool open_ = false;
};

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

Batch one(std::string key) { return {.items = {message_item(key, "Item " + key)}}; }

void eventually(const std::function<bool()>& true_) {
  const auto deadline = Clock::now() + 20s;
  while (!true_() && Clock::now() < deadline) std::this_thread::sleep_for(5ms);
  EXPECT_TRUE(true_());
}

class FetchingTest : public SpoolTest {
 protected:
  static constexpr const char* not_yet = "no mail has been fetched yet; please try again later";

  FetchingTest() : SpoolTest(1s) {}
  ~FetchingTest() override { spool.reset(); }

  void source(std::string name, Seconds refresh, ScriptedSource::Fetch fetch, std::string mailbox = "blog") {
    spool->mailbox(mailbox).source(std::move(name), scripted(std::move(fetch)), refresh);
  }
};

TEST_F(FetchingTest, BeforeTheStartSourcesAreOnlyKept) {
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

TEST_F(FetchingTest, ASourceThatIsRegisteredAfterTheStartIsFetchedToo) {
  spool->start();
  source("feed", hourly, [](auto) { return one("1"); });
  EXPECT_EQ(login().count(), 1);
}

TEST_F(FetchingTest, ALoginWaitsForTheFirstFetch) {
  source("feed", hourly, [](auto) {
    std::this_thread::sleep_for(200ms);
    return one("1");
  });
  spool->start();
  EXPECT_EQ(login().count(), 1);
}

TEST_F(FetchingTest, AFirstFetchThatTakesTooLongContributesNothingYet) {
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

TEST_F(FetchingTest, SourcesThatHangDelayOnlyThoseWhoReadThem) {
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

TEST_F(FetchingTest, OneOfSeveralSourcesThatFailsContributesNothing) {
  source("down", hourly, [](auto) -> Answer<Batch> { return Error::temporary("no route to host"); });
  source("empty", hourly, [](auto) { return Batch{}; }, "other");
  spool->start();
  EXPECT_EQ(refusal(), not_yet);
  EXPECT_EQ(login("ann", {"blog", "other"}).count(), 0);
  add("1", "Added");
  EXPECT_EQ(login().count(), 1);
}

TEST_F(FetchingTest, AnIntervalBeyondTheClockIsNever) {
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

TEST_F(FetchingTest, AFailureMaySayWhenItWantsToBeAskedAgain) {
  std::atomic<int> fetched = 0;
  source("feed", 1s, [&](auto) {
    ++fetched;
    return Batch{.items = {message_item("1", "Not to be taken")},
                 .again = Seconds(3600),
                 .failure = Error::temporary("HTTP status 503")};
  });
  spool->start();
  EXPECT_EQ(refusal(), not_yet);
  std::this_thread::sleep_for(1500ms);
  EXPECT_EQ(fetched, 1);
  EXPECT_EQ(log(), Names{"mailbox blog, source feed: not fetched: HTTP status 503"});
}

TEST_F(FetchingTest, WhatASourceHasToSayIsLoggedWhenItIsNew) {
  Names problems{"one account's folder cannot be listed"};
  source("folder", at_login, [&](auto) { return Batch{.problems = problems}; });
  spool->start();
  for (int i = 0; i < 3; ++i) login();
  problems.push_back("another");
  for (int i = 0; i < 3; ++i) login();
  EXPECT_EQ(log(),
            (Names{"mailbox blog, source folder: one account's folder cannot be listed",
                   "mailbox blog, source folder: fetched, with 0 items", "mailbox blog, source folder: another"}));
}

TEST_F(FetchingTest, TwoItemsOfOneKeyAreOneAndTheLogSaysSo) {
  source("feed", at_login, [](auto) {
    return Batch{.items = {message_item("1", "First"), message_item("1", "Second"), message_item("2", "Two")}};
  });
  spool->start();
  EXPECT_EQ(login().subjects(), (Names{"First", "Two"}));
  login();
  EXPECT_EQ(log(), (Names{"mailbox blog, source feed: item 1 left out: another item of the same fetch has the same key",
                          "mailbox blog, source feed: fetched, with 2 of 3 items"}));
}

class ImpatientTest : public SpoolTest {
 protected:
  ImpatientTest() : SpoolTest(Seconds(0)) {}
  ~ImpatientTest() override { spool.reset(); }
};

TEST_F(ImpatientTest, HalfOfAFirstFetchIsNeverShown) {
  constexpr std::size_t many = 2'000;
  Batch batch;
  for (std::size_t i = 0; i < many; ++i) batch.items.push_back(message_item(std::to_string(i), "Item"));
  spool->mailbox("blog").source("big", scripted([&](auto) { return batch; }), hourly);
  spool->start();
  while (!refusal().empty()) std::this_thread::yield();
  EXPECT_EQ(login().count(), many);
}

TEST_F(FetchingTest, ASourceIsFetchedAgainAfterItsInterval) {
  std::atomic<int> fetched = 0;
  source("feed", 1s, [&](auto) { return one(std::to_string(++fetched)); });
  spool->start();
  EXPECT_EQ(login().count(), 1);
  eventually([&] { return login().count() >= 3; });
}

TEST_F(FetchingTest, ASourceMaySayWhenItWantsToBeAskedAgain) {
  std::atomic<int> fetched = 0;
  source("feed", hourly, [&](auto) {
    Batch batch = one(std::to_string(++fetched));
    batch.again = 1s;
    return batch;
  });
  spool->start();
  eventually([&] { return login().count() >= 2; });
}

TEST_F(FetchingTest, TheCursorIsHandedBack) {
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

TEST_F(FetchingTest, WhatAsksToBeListedAtLoginIs) {
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

TEST_F(FetchingTest, ALoginNeverSeesAListingOlderThanItself) {
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

TEST_F(FetchingTest, SimultaneousLoginsShareAFetch) {
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

TEST_F(FetchingTest, AnErrorChangesNothingThatClientsSee) {
  std::atomic<bool> down = false;
  source("feed", at_login, [&](auto) -> Answer<Batch> {
    if (down) return Error::temporary("no route to host");
    return Batch{.items = {message_item("1", "Item 1")}, .complete = true};
  });
  spool->start();
  EXPECT_EQ(login().count(), 1);
  down = true;
  EXPECT_EQ(login().count(), 1);
}

TEST_F(FetchingTest, AFailureIsLoggedOnceAndSoIsItsEnd) {
  std::string error = "no route to host";
  source("feed", at_login, [&](auto) -> Answer<Batch> {
    if (error.empty()) return Batch{};
    return Error::temporary(error);
  });
  spool->start();
  for (int i = 0; i < 3; ++i) EXPECT_EQ(refusal(), not_yet);
  EXPECT_EQ(log(), Names{"mailbox blog, source feed: not fetched: no route to host"});
  error = "HTTP 500";
  for (int i = 0; i < 3; ++i) EXPECT_EQ(refusal(), not_yet);
  error = "";
  for (int i = 0; i < 3; ++i) EXPECT_EQ(login().count(), 0);
  EXPECT_EQ(log(), (Names{"mailbox blog, source feed: not fetched: no route to host",
                          "mailbox blog, source feed: not fetched: HTTP 500",
                          "mailbox blog, source feed: fetched, with 0 items"}));
}

TEST_F(FetchingTest, WhatASourceThrowsHurtsNobodyElse) {
  source("broken", at_login, [](auto) -> Answer<Batch> { throw std::runtime_error("a bug\r\nin it"); });
  source("worse", at_login, [](auto) -> Answer<Batch> { throw 42; });
  source("good", at_login, [](auto) { return one("1"); });
  spool->start();
  EXPECT_EQ(login().count(), 1);
  EXPECT_EQ(logged("source broken: not fetched: a bug\\x0D\\x0Ain it"), 1) << testing::PrintToString(log());
  EXPECT_EQ(logged("source worse: not fetched: something that is no std::exception was thrown"), 1);
}

TEST_F(FetchingTest, AnItemThatCannotBeAMessageIsLeftOutAndTheRestIsTaken) {
  source("feed", at_login, [](auto) {
    Batch batch;
    batch.items = {message_item("1", "One"),
                   message_item("", "No key"),
                   {.key = "file", .content = MailFile{"/nonexistent/folder"}},
                   message_item("2", "Two"),
                   {.key = "folder", .content = MailFile{"/"}}};
    return batch;
  });
  spool->start();
  EXPECT_EQ(login().subjects(), (Names{"One", "Two"}));
  EXPECT_EQ(login().count(), 2);
  EXPECT_EQ(log(), (Names{"mailbox blog, source feed: item  left out: it has no key",
                          "mailbox blog, source feed: item folder left out: /: it is no regular file",
                          "mailbox blog, source feed: fetched, with 2 of 5 items"}));
}

TEST_F(FetchingTest, AnAnswerMayComeLater) {
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

TEST_F(FetchingTest, AnAnswerThatNeverComesIsAFailureWhereTheReplyIsDropped) {
  source("feed", hourly, [](auto) { return Answer<Batch>::later().first; });
  spool->start();
  EXPECT_EQ(refusal(), not_yet);
  EXPECT_EQ(logged("source feed: not fetched: no reply"), 1);
}

TEST_F(FetchingTest, ASpoolThatIsClosedDoesNotWaitForWhatHangs) {
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

TEST_F(FetchingTest, AMaildropKeepsItsSpoolAlive) {
  source("folder", at_login, [](auto) { return one("1"); });
  spool->start();
  auto session = login();
  spool.reset();
  EXPECT_EQ(session.subject(1), "Item 1");
}

TEST(RetryDelayTest, RetriesBecomeRarerUpToAnHourOrTheInterval) {
  using spool::retry_delay;
  using std::chrono::seconds;
  EXPECT_EQ(retry_delay(1, 15min), 30s);
  EXPECT_EQ(retry_delay(2, 15min), 60s);
  EXPECT_EQ(retry_delay(7, 15min), 32min);
  EXPECT_EQ(retry_delay(8, 15min), 1h);
  EXPECT_EQ(retry_delay(1'000'000, 15min), 1h);
  EXPECT_EQ(retry_delay(1'000'000, 24h), 30s * 1024);
  EXPECT_EQ(retry_delay(1, 5s), 5s);
  EXPECT_EQ(retry_delay(3, 5s), 20s);
}

}  // namespace
}  // namespace n3
