#include <chrono>
#include <future>

#include "durable_spool_test.hpp"
#include "gate.hpp"

// Sources that another process fetches. Two spools with one file see no more of each other than two processes do.
namespace n3 {
namespace {

using namespace std::chrono_literals;
using Clock = std::chrono::steady_clock;

class ElsewhereTest : public DurableSpoolTest {
 protected:
  ElsewhereTest() {
    spool->mailbox("blog").source_elsewhere("feed");
    spool->start();
  }
  ~ElsewhereTest() override { fetching->stop(); }

  void fetch(ScriptedSource::Fetch fetch) {
    fetching->mailbox("blog").source("feed", scripted(std::move(fetch)), hourly);
    fetching->start();
  }

  std::shared_ptr<Spool> fetching = another();
};

TEST_F(ElsewhereTest, a_login_sees_what_another_process_has_fetched) {
  fetch([](auto) { return Batch{.items = {message_item("1", "Item")}}; });
  EXPECT_EQ(login().subjects(), Names{"Item"});
  fetching->mailbox("blog").add(message_item("2", "Added"));
  EXPECT_EQ(login().subjects(), (Names{"Item", "Added"}));
}

TEST_F(ElsewhereTest, a_login_waits_for_the_first_fetch) {
  test::Gate gate;
  auto session = std::async(std::launch::async, [&] { return login().subjects(); });
  fetch([&](auto) {
    gate.pass();
    return Batch{.items = {message_item("1", "Item")}};
  });
  gate.open();
  EXPECT_EQ(session.get(), Names{"Item"});
}

TEST_F(ElsewhereTest, nobody_waits_for_a_fetch_that_has_failed) {
  fetch([](auto) -> Answer<Batch> { return Error::temporary("no route to host"); });
  const auto begin = Clock::now();
  EXPECT_EQ(refusal(), "no mail has been fetched yet; please try again later");
  EXPECT_LT(Clock::now() - begin, 900ms);
}

TEST_F(ElsewhereTest, without_the_other_process_a_login_waits_for_so_long_and_no_later_one_does) {
  EXPECT_EQ(refusal(), "no mail has been fetched yet; please try again later");
  const auto begin = Clock::now();
  EXPECT_EQ(refusal(), "no mail has been fetched yet; please try again later");
  EXPECT_LT(Clock::now() - begin, 900ms);
  spool->mailbox("blog").add(message_item("1", "Added"));
  EXPECT_EQ(login().subjects(), Names{"Added"});
}

TEST_F(ElsewhereTest, what_was_fetched_and_is_empty_is_empty) {
  fetch([](auto) { return Batch{}; });
  EXPECT_EQ(login().count(), 0);
}

TEST_F(ElsewhereTest, a_spool_that_is_stopped_keeps_nobody_waiting) {
  auto answer = std::async(std::launch::async, [&] { return refusal(); });
  spool->stop();
  EXPECT_NE(answer.get(), "");
}

TEST_F(ElsewhereTest, a_name_is_given_once) {
  EXPECT_THROW(spool->mailbox("blog").source_elsewhere("feed"), std::invalid_argument);
  EXPECT_THROW(spool->mailbox("blog").source("feed", scripted([](auto) { return Batch{}; }), hourly),
               std::invalid_argument);
}

}  // namespace
}  // namespace n3
