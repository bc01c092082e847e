#include <sys/wait.h>
#include <unistd.h>

#include <atomic>
#include <csignal>
#include <thread>

#include "db/sqlite.hpp"
#include "durable_spool_test.hpp"

// What becomes known of a source that fails: to those who read its mailbox, and to the next process.
namespace n3 {
namespace {

using namespace std::chrono_literals;

class SourceHealthTest : public DurableSpoolTest {
 protected:
  /// A source that is down as long as `down_` is, asked at each login.
  void begin(MailboxRules rules) {
    spool->mailbox("blog").rules(rules);
    spool->mailbox("blog").source("feed", scripted([this](auto) -> Answer<Batch> {
                                    if (down_) return Error::temporary("no route to host");
                                    return Batch{.items = {message_item("1", "Item")}};
                                  }),
                                  at_login);
    spool->start();
  }

  void restart_after(Seconds time, MailboxRules rules) {
    spool.reset();
    db::Connection(db::Location{.file = file})
        .run("UPDATE source SET failing_since = failing_since - ? WHERE failing_since > 0", time.count());
    restart();
    begin(rules);
  }

  std::atomic<bool> down_ = false;
};

TEST_F(SourceHealthTest, a_source_that_has_failed_for_long_enough_says_so_once_and_once_that_it_is_well) {
  const MailboxRules rules{.report_after = 24h};
  begin(rules);
  EXPECT_EQ(login().subjects(), Names{"Item"});
  down_ = true;
  EXPECT_EQ(login().subjects(), Names{"Item"});
  restart_after(23h, rules);
  EXPECT_EQ(login().subjects(), Names{"Item"}) << "not yet";
  restart_after(1h, rules);
  const Names told{"Item", "feed cannot be fetched"};
  EXPECT_EQ(login().subjects(), told);
  EXPECT_EQ(login().subjects(), told) << "once";
  const std::string report = login().retrieve(2);
  EXPECT_THAT(report, testing::HasSubstr("no route to host"));
  down_ = false;
  EXPECT_EQ(login().subjects(), (Names{"Item", "feed cannot be fetched", "feed is fetched again"}));
  EXPECT_EQ(login().count(), 3);
  const std::string id = report.substr(report.find("Message-ID: ") + 12);
  EXPECT_THAT(login().retrieve(3), testing::HasSubstr("In-Reply-To: " + id.substr(0, id.find('\r'))));
}

TEST_F(SourceHealthTest, another_illness_is_told_of_again) {
  const MailboxRules rules{.report_after = 1h};
  begin(rules);
  login();
  for (const Seconds time : {3h, 2h}) {
    down_ = true;
    login();
    restart_after(time, rules);
    login();
    down_ = false;
    login();
  }
  EXPECT_EQ(login().subjects(), (Names{"Item", "feed cannot be fetched", "feed is fetched again",
                                       "feed cannot be fetched", "feed is fetched again"}));
}

TEST_F(SourceHealthTest, a_short_illness_or_rules_that_say_nothing_of_it_leave_the_mailbox_alone) {
  begin({.report_after = 1h});
  login();
  down_ = true;
  login();
  down_ = false;
  EXPECT_EQ(login().subjects(), Names{"Item"});
  down_ = true;
  login();
  restart_after(100h, {});
  login();
  down_ = false;
  EXPECT_EQ(login().subjects(), Names{"Item"});
}

/// Serves a source that ends its process, in a process of its own.
void serve_poison(const std::string& file) {
  const pid_t child = ::fork();
  if (child == 0) {
    const auto spool = Spool::open(file, {.host = "pop.example.org"});
    spool->mailbox("blog").source("poison", scripted([](auto) -> Answer<Batch> { std::_Exit(1); }),
                                  std::chrono::hours(1));
    spool->start();
    std::this_thread::sleep_for(1min);
    std::_Exit(0);
  }
  int status = 0;
  ::waitpid(child, &status, 0);
  ASSERT_EQ(WEXITSTATUS(status), 1);
}

TEST_F(SourceHealthTest, a_source_that_has_ended_its_process_is_not_asked_at_once_again) {
  spool.reset();
  serve_poison(file);
  restart();
  std::atomic<int> fetched = 0;
  const auto count = [&](auto) {
    ++fetched;
    return Batch{};
  };
  spool->mailbox("blog").source("poison", scripted(count), hourly);
  spool->mailbox("blog").source("feed", scripted([](auto) { return Batch{.items = {message_item("1", "Item")}}; }),
                                hourly);
  spool->start();
  EXPECT_EQ(login().subjects(), Names{"Item"}) << "those beside it are fetched";
  EXPECT_EQ(fetched, 0);
  EXPECT_EQ(logged("source poison: not fetched: the process ended while it was being fetched"), 1);
}

TEST_F(SourceHealthTest, a_source_that_the_end_of_the_spool_has_interrupted_is_asked_at_once) {
  std::atomic<int> fetched = 0;
  std::atomic<bool> ending = false;
  const auto fetch = [&](auto) {
    ++fetched;
    while (!ending) std::this_thread::yield();
    return Batch{};
  };
  spool->mailbox("blog").source("feed", scripted(fetch), hourly);
  spool->start();
  while (fetched == 0) std::this_thread::yield();
  std::thread end([&] { spool->stop(); });
  std::this_thread::sleep_for(10ms);
  ending = true;
  end.join();
  restart();
  spool->mailbox("blog").source("feed", scripted(fetch), hourly);
  spool->start();
  login();
  EXPECT_EQ(fetched, 2);
  EXPECT_EQ(log().size(), 1) << testing::PrintToString(log());
}

TEST_F(SourceHealthTest, a_source_that_was_fetched_before_a_restart_is_asked_no_sooner_for_it) {
  std::atomic<int> fetched = 0;
  const auto fetch = [&](auto) { return Batch{.items = {message_item(std::to_string(++fetched), "Item")}}; };
  for (int i = 0; i < 3; ++i) {
    spool->mailbox("blog").source("feed", scripted(fetch), hourly);
    spool->start();
    EXPECT_EQ(login().count(), 1);
    restart();
  }
  EXPECT_EQ(fetched, 1);
}

}  // namespace
}  // namespace n3
