#include "sources/digested.hpp"

#include <gmock/gmock.h>

#include <memory>
#include <optional>
#include <stdexcept>
#include <string>
#include <utility>
#include <vector>

#include <n3/spool.hpp>

#include "base/settled.hpp"
#include "feed_test.hpp"

namespace n3 {
namespace {

using namespace std::chrono_literals;
using feeds::utc;
using testing::ElementsAre;
using testing::IsEmpty;

/// What the source inside brings next, how often it was asked, and what time it is.
struct World {
  Batch batch{};
  std::optional<Error> error{};
  int asked = 0;
  std::chrono::sys_seconds time = utc(2026, 11, 26, 12);
};

class Inner : public Source {
 public:
  explicit Inner(World& world) : world_(world) {}
  Answer<Batch> fetch(std::string_view) override {
    ++world_.asked;
    if (world_.error) return *world_.error;
    return world_.batch;
  }

 private:
  World& world_;
};

class DigestedTest : public testing::Test {
 protected:
  static std::vector<Item> entries() {
    return {{.key = "1", .content = Message{}.subject("One")}, {.key = "2", .content = Message{}.subject("Two")}};
  }

  Batch fetch(std::string_view cursor = "") { return std::move(*settled(source_.fetch(cursor)).value()); }

  World world;

 private:
  Digested source_{std::make_unique<Inner>(world), {.at = 7h, .zone = "Europe/Tallinn"}, [this] { return world.time; }};
};

TEST_F(DigestedTest, gathers_all_until_the_last_time_of_the_day_that_has_passed) {
  world.batch = {.items = entries(), .cursor = "etag"};
  const Batch batch = fetch();
  ASSERT_EQ(batch.items.size(), 3);
  EXPECT_TRUE(batch.items[0].gathered && batch.items[1].gathered);
  const Item& digest = batch.items[2];
  EXPECT_EQ(digest.key, "digest of 2026-11-26");
  EXPECT_EQ(std::get<Message>(digest.content).fields().subject, "26 November");
  EXPECT_EQ(digest.date, utc(2026, 11, 26, 5));
  EXPECT_EQ(digest.gathers, utc(2026, 11, 26, 5));
  EXPECT_FALSE(digest.gathered);
  EXPECT_EQ(batch.cursor, "etag");
}

TEST_F(DigestedTest, is_the_same_all_day_and_another_on_the_next) {
  EXPECT_EQ(fetch().items.at(0).key, "digest of 2026-11-26");
  world.time = utc(2026, 11, 27, 4, 59, 59);
  EXPECT_EQ(fetch().items.at(0).key, "digest of 2026-11-26");
  world.time += 1s;
  EXPECT_EQ(fetch().items.at(0).key, "digest of 2026-11-27");
}

TEST_F(DigestedTest, wants_to_be_asked_when_the_next_one_is_due) {
  EXPECT_EQ(fetch().at_latest, 17h);
  world.time = utc(2026, 11, 27, 4, 59, 59);
  EXPECT_EQ(fetch().at_latest, 1s);
  world.batch.at_latest = 0s;
  EXPECT_EQ(fetch().at_latest, 0s);
}

TEST_F(DigestedTest, comes_though_the_source_has_failed) {
  world.batch = {.items = entries(), .failure = Error::temporary("no luck")};
  EXPECT_EQ(fetch().items.size(), 3);
  EXPECT_EQ(fetch().failure->text, "no luck");
  world.error = Error::temporary("no luck at all");
  const Batch batch = fetch();
  EXPECT_EQ(batch.items.size(), 1);
  EXPECT_EQ(batch.failure->text, "no luck at all");
  EXPECT_EQ(batch.at_latest, 17h);
}

TEST_F(DigestedTest, comes_while_the_source_wants_to_be_left_alone) {
  world.batch = {.items = entries(), .pause = 24h, .failure = Error::temporary("come again tomorrow")};
  EXPECT_EQ(fetch().pause, 17h) << "or nobody would ask when the digest is due";
  world.time = utc(2026, 11, 27, 5);
  const Batch batch = fetch("etag");
  EXPECT_EQ(world.asked, 1);
  EXPECT_EQ(batch.items.size(), 1);
  EXPECT_EQ(batch.cursor, "etag");
  EXPECT_EQ(batch.pause, 24h);
  EXPECT_EQ(batch.failure->text, "come again tomorrow");
}

TEST_F(DigestedTest, that_are_of_other_days_have_not_gone) {
  world.batch = {.complete = true};
  EXPECT_FALSE(fetch().complete);
}

TEST_F(DigestedTest, has_no_other_business) {
  world.batch = {.again = 5s, .pause = 3s, .problems = {"problem"}};
  const Batch batch = fetch();
  EXPECT_EQ(batch.again, 5s);
  EXPECT_EQ(batch.pause, 3s);
  EXPECT_THAT(batch.problems, ElementsAre("problem"));
}

// The world's clock is ahead, so that what is seen now was seen before its morning.
TEST(Digested, has_what_came_since_the_last_one_and_nothing_twice) {
  World world;
  const auto today = world.time = now();
  world.batch = {.items = {{.key = "1", .content = Message{}.subject("One")}}};
  const auto spool = Spool::open("memory");
  spool->mailbox("blog").source("feed",
                                std::make_unique<Digested>(std::make_unique<Inner>(world),
                                                           Digest{.at = 7h, .zone = "UTC"}, [&] { return world.time; }),
                                0s);
  spool->start();
  const auto shown = [&] { return settled(spool->maildrop("ann", {"blog"})->list()).value()->listing->size(); };
  EXPECT_EQ(shown(), 0);
  world.time = today + 48h;
  world.error = Error::temporary("no luck");
  EXPECT_EQ(shown(), 1);
  world.time = today + 72h;
  world.error.reset();
  EXPECT_EQ(shown(), 1) << "there is nothing new";
  world.batch.items.front().key = "2";
  EXPECT_EQ(shown(), 2);
  spool->stop();
}

TEST(Digested, needs_a_zone_that_there_is) {
  World world;
  EXPECT_THROW(digested(std::make_unique<Inner>(world), {.at = 7h, .zone = "Europe/Atlantis"}), std::invalid_argument);
}

}  // namespace
}  // namespace n3
