#include "fetching_test.hpp"

#include <atomic>
#include <set>
#include <thread>

#include "spool/subscription.hpp"

// What a source cannot give: what clients see of it, and what the log says.
namespace n3 {
namespace {

using namespace std::chrono_literals;

class FailuresTest : public FetchingTest {};

TEST_F(FailuresTest, one_of_several_sources_that_fails_contributes_nothing) {
  source("down", hourly, [](auto) -> Answer<Batch> { return Error::temporary("no route to host"); });
  source("empty", hourly, [](auto) { return Batch{}; }, "other");
  spool->start();
  EXPECT_EQ(refusal(), not_yet);
  EXPECT_EQ(login("ann", {"blog", "other"}).count(), 0);
  add("1", "Added");
  EXPECT_EQ(login().count(), 1);
}

TEST_F(FailuresTest, a_failure_may_say_when_it_wants_to_be_asked_again) {
  std::atomic<int> fetched = 0;
  source("feed", 1s, [&](auto) {
    ++fetched;
    return Batch{.items = {message_item("1", "Not to be taken")},
                 .pause = Seconds(3600),
                 .failure = Error::temporary("HTTP status 503")};
  });
  spool->start();
  EXPECT_EQ(refusal(), not_yet);
  std::this_thread::sleep_for(1500ms);
  EXPECT_EQ(fetched, 1);
  EXPECT_EQ(log(), Names{"mailbox blog, source feed: not fetched: HTTP status 503"});
}

TEST_F(FailuresTest, what_a_source_has_to_say_is_logged_when_it_is_new) {
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

TEST_F(FailuresTest, what_a_source_has_said_is_not_logged_again_after_nothing_has_changed) {
  bool changed = true;
  source("folder", at_login,
         [&](auto) { return changed ? Batch{.cursor = "1", .problems = {"a file is a link"}} : Batch{.cursor = "1"}; });
  spool->start();
  for (int i = 0; i < 3; ++i) {
    changed = !changed || i == 0;
    login();
  }
  EXPECT_EQ(log(), (Names{"mailbox blog, source folder: a file is a link",
                          "mailbox blog, source folder: fetched, with 0 items"}));
}

TEST_F(FailuresTest, two_items_of_one_key_are_one_and_the_log_says_so) {
  source("feed", at_login, [](auto) {
    return Batch{.items = {message_item("1", "First"), message_item("1", "Second"), message_item("2", "Two")}};
  });
  spool->start();
  EXPECT_EQ(login().subjects(), (Names{"First", "Two"}));
  login();
  EXPECT_EQ(log(), (Names{"mailbox blog, source feed: item 1 left out: another item of the same fetch has the same key",
                          "mailbox blog, source feed: fetched, with 2 of 3 items"}));
}

TEST_F(FailuresTest, an_error_changes_nothing_that_clients_see) {
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

TEST_F(FailuresTest, a_failure_is_logged_once_and_so_is_its_end) {
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

TEST_F(FailuresTest, what_a_source_throws_hurts_nobody_else) {
  source("broken", at_login, [](auto) -> Answer<Batch> { throw std::runtime_error("a bug\r\nin it"); });
  source("worse", at_login, [](auto) -> Answer<Batch> { throw 42; });
  source("good", at_login, [](auto) { return one("1"); });
  spool->start();
  EXPECT_EQ(login().count(), 1);
  EXPECT_EQ(logged("source broken: not fetched: a bug\\x0D\\x0Ain it"), 1) << testing::PrintToString(log());
  EXPECT_EQ(logged("source worse: not fetched: something that is no std::exception was thrown"), 1);
}

TEST_F(FailuresTest, an_item_that_cannot_be_a_message_is_left_out_and_the_rest_is_taken) {
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

TEST_F(FailuresTest, an_answer_that_never_comes_is_a_failure_where_the_reply_is_dropped) {
  source("feed", hourly, [](auto) { return Answer<Batch>::later().first; });
  spool->start();
  EXPECT_EQ(refusal(), not_yet);
  EXPECT_EQ(logged("source feed: not fetched: no reply"), 1);
}

TEST_F(FailuresTest, who_wants_to_be_left_alone_is_not_asked_at_logins_either) {
  std::atomic<int> fetched = 0;
  source("busy", at_login, [&](auto) {
    ++fetched;
    return Batch{.pause = Seconds(3600), .failure = Error::temporary("HTTP status 429")};
  });
  source("fresh", at_login, [&](auto) {
    ++fetched;
    Batch batch = one("1");
    batch.pause = Seconds::max();
    return batch;
  });
  spool->start();
  for (int i = 0; i < 3; ++i) EXPECT_EQ(login().count(), 1);
  EXPECT_EQ(fetched, 2);
}

TEST(RetryDelayTest, retries_become_rarer_up_to_an_hour_or_the_interval) {
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

TEST(SpreadTest, sources_that_began_together_drift_apart_by_up_to_a_tenth) {
  using spool::spread;
  std::set<std::chrono::seconds> delays;
  for (int i = 0; i < 1000; ++i) delays.insert(spread(1000s, std::to_string(i)));
  EXPECT_EQ(*delays.begin(), 1000s);
  EXPECT_EQ(*delays.rbegin(), 1100s);
  EXPECT_GT(delays.size(), 90);
}

TEST(SpreadTest, one_name_is_one_delay_and_never_stays_never) {
  using spool::spread;
  EXPECT_EQ(spread(1000s, "blog"), spread(1000s, "blog"));
  EXPECT_EQ(spread(0s, "blog"), 0s);
  EXPECT_LE(spread(5s, "blog"), 5s);
  for (int i = 0; i < 100; ++i)
    EXPECT_GE(spread(std::chrono::seconds::max(), std::to_string(i)), std::chrono::years(200));
}

}  // namespace
}  // namespace n3
