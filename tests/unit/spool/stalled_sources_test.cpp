#include <chrono>
#include <condition_variable>
#include <future>
#include <thread>

#include "client.hpp"
#include "servers.hpp"
#include "spool_test.hpp"

// However many sources hang, and however many people wait for them: whoever reads something else does not notice.
namespace n3 {
namespace {

using namespace std::chrono_literals;
using testing::StartsWith;
using Clock = std::chrono::steady_clock;

constexpr int more_than_there_are_workers = 300;

/// A server that accepts and never answers: fetches that block until they are interrupted.
class Stall {
 public:
  class Source;

  bool holds(int many) {
    std::unique_lock lock(mutex_);
    return changed_.wait_for(lock, 8s, [&] { return waiting_ >= many; });
  }

 private:
  std::mutex mutex_;
  std::condition_variable changed_;
  int waiting_ = 0;
};

class Stall::Source : public n3::Source {
 public:
  explicit Source(Stall& stall) : stall_(stall) {}

  Answer<Batch> fetch(std::string_view) override {
    std::unique_lock lock(stall_.mutex_);
    ++stall_.waiting_;
    stall_.changed_.notify_all();
    stall_.changed_.wait(lock, [this] { return interrupted_; });
    return Error::temporary("interrupted");
  }

  void interrupt() override {
    const std::lock_guard lock(stall_.mutex_);
    interrupted_ = true;
    stall_.changed_.notify_all();
  }

 private:
  Stall& stall_;
  bool interrupted_ = false;
};

template <class Visit>
Clock::duration median_of(Visit visit) {
  std::vector<Clock::duration> times;
  for (int i = 0; i < 11; ++i) {
    const auto begin = Clock::now();
    visit();
    times.push_back(Clock::now() - begin);
  }
  std::ranges::nth_element(times, times.begin() + 5);
  return times[5];
}

std::string stalled(int number) { return "stalled" + std::to_string(number); }

/// Half of the stalled sources are feeds, half are folders that are listed at each login. "folder" and "feed" are well.
class StalledSourcesTest : public SpoolTest {
 protected:
  StalledSourcesTest() : StalledSourcesTest(Seconds(10)) {}
  explicit StalledSourcesTest(Seconds first_fetch) : SpoolTest(first_fetch) {
    for (int i = 0; i < more_than_there_are_workers; ++i)
      spool->mailbox(stalled(i)).source("hung", std::make_unique<Stall::Source>(stall), i % 2 == 0 ? hourly : at_login);
    const auto one = [](std::string_view) { return Batch{.items = {message_item("1", "One")}}; };
    spool->mailbox("folder").source("well", scripted(one), at_login);
    spool->mailbox("feed").source("well", scripted(one), hourly);
  }
  ~StalledSourcesTest() override { spool.reset(); }

  Stall stall;
};

TEST_F(StalledSourcesTest, delay_nobody_who_reads_something_else) {
  spool->start();
  std::vector<std::unique_ptr<Maildrop>> maildrops;
  std::vector<Answer<Snapshot>> answers;
  for (int i = 0; i < more_than_there_are_workers; ++i) {
    maildrops.push_back(spool->maildrop("ann", {stalled(i)}));
    answers.push_back(maildrops.back()->list());
  }
  EXPECT_TRUE(stall.holds(more_than_there_are_workers));
  EXPECT_LT(median_of([&] { EXPECT_EQ(login("bob", {"folder", "feed"}).count(), 2); }), 50ms);
  spool->stop();
  for (Answer<Snapshot>& answer : answers) EXPECT_TRUE(settled(std::move(answer)).error());
  EXPECT_EQ(login("bob", {"folder", "feed"}).count(), 2) << "what is in the ledger can still be read";
}

TEST_F(StalledSourcesTest, hold_no_thread_of_a_server) {
  test::TestServer server;
  server.on_login([this](const Login& login) -> std::unique_ptr<Maildrop> {
    if (login.user == "bob") return spool->maildrop("bob", {"folder", "feed"});
    return spool->maildrop(login.user, {login.user});
  });
  const std::string address = server.go();
  spool->start();
  std::vector<test::Client> stuck;
  for (int i = 0; i < more_than_there_are_workers; ++i)
    stuck.emplace_back(address).send("USER " + stalled(i) + "\r\nPASS 12345\r\n");
  EXPECT_TRUE(stall.holds(more_than_there_are_workers));
  EXPECT_LT(median_of([&] {
              test::Client client(address);
              client.log_in("bob");
              EXPECT_THAT(client.say("STAT"), StartsWith("+OK 2 "));
              EXPECT_THAT(client.say("QUIT"), StartsWith("+OK"));
            }),
            50ms);
  spool->stop();
  for (test::Client& client : stuck) {
    for (int i = 0; i < 2; ++i) client.line();  // greeting, USER
    EXPECT_THAT(client.line(), StartsWith("-ERR [SYS/TEMP]"));
  }
}

class OneSecondTest : public StalledSourcesTest {
 protected:
  OneSecondTest() : StalledSourcesTest(Seconds(1)) {}
};

TEST_F(OneSecondTest, is_how_long_stalled_sources_are_waited_for) {
  spool->start();
  const auto begin = Clock::now();
  std::vector<std::unique_ptr<Maildrop>> maildrops;
  std::vector<Answer<Snapshot>> answers;
  for (int i = 0; i < more_than_there_are_workers; ++i) {
    maildrops.push_back(spool->maildrop("ann", {stalled(i), "folder"}));
    answers.push_back(maildrops.back()->list());
  }
  for (Answer<Snapshot>& answer : answers) {
    auto listed = settled(std::move(answer));
    ASSERT_FALSE(listed.error()) << listed.error()->text;
    EXPECT_EQ(listed.value()->listing->size(), 1);
  }
  EXPECT_GE(Clock::now() - begin, 900ms);
  EXPECT_LT(Clock::now() - begin, 5s);
}

/// Says when it ends, as its spool does then.
class Mortal : public Source {
 public:
  explicit Mortal(std::promise<void> ended) : ended_(std::move(ended)) {}
  ~Mortal() override { ended_.set_value(); }
  Answer<Batch> fetch(std::string_view) override {
    std::this_thread::sleep_for(50ms);
    return Batch{};
  }

 private:
  std::promise<void> ended_;
};

TEST(LastSessionTest, may_end_the_spool_on_one_of_its_threads) {
  std::promise<void> promise;
  const auto ended = promise.get_future();
  auto spool = Spool::open("memory");
  spool->mailbox("blog").source("feed", std::make_unique<Mortal>(std::move(promise)), std::chrono::hours(1));
  spool->start();
  std::shared_ptr<Maildrop> maildrop = spool->maildrop("ann", {"blog"});
  spool.reset();
  auto answer = maildrop->list();
  std::move(answer).then([maildrop = std::move(maildrop)](const Answer<Snapshot>&) mutable { maildrop.reset(); });
  EXPECT_EQ(ended.wait_for(10s), std::future_status::ready);
}

}  // namespace
}  // namespace n3
