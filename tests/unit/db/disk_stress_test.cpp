#include <gtest/gtest.h>

#include <algorithm>
#include <array>
#include <functional>
#include <map>
#include <optional>
#include <random>
#include <vector>

#include <sqlite3.h>

#include "numbers.hpp"
#include "process.hpp"

namespace n3::db {
namespace {

constexpr std::uint64_t stories = test::sanitized ? 50 : 200;

using test::FaultyDisk;
using Values = std::map<int, int>;

/// A table of values in a database, some of them longer than a page.
class Table {
 public:
  Table(const FaultyDisk& disk, const char* pragmas) : connection({"values.db", disk.name()}) {
    connection.execute("PRAGMA wal_autocheckpoint = 0; PRAGMA cache_size = 3");
    connection.execute(pragmas);
    connection.execute("CREATE TABLE IF NOT EXISTS value (key INTEGER PRIMARY KEY, value INTEGER, padding BLOB)");
  }

  void put(int key, int value) {
    connection.run("REPLACE INTO value VALUES (?, ?, zeroblob(?))", key, value, value * 97 % 6000);
  }

  void erase(int key) { connection.run("DELETE FROM value WHERE key = ?", key); }

  Values all() {
    Values values;
    for (Query query = connection.query("SELECT key, value FROM value"); query.step();)
      values.emplace(query.integer(0), query.integer(1));
    return values;
  }

  Connection connection;
};

enum class Result { done, busy, failed };

Result attempt(const std::function<void()>& something) {
  try {
    something();
    return Result::done;
  } catch (const Error& error) {
    return (error.code() & 0xff) == SQLITE_BUSY ? Result::busy : Result::failed;
  }
}

/// A connection to the table, and what it has to see there.
struct Actor {
  std::optional<Table> table;
  std::optional<Values> view;  // of a transaction
  bool writes = false;
};

/// Three connections that do what the seed says, held against what a database promises: a transaction sees one moment
/// and its own changes; there is one writer at a time, and it starts from the last commit; what is committed stays.
class Story {
 public:
  Story(std::uint64_t seed, const char* pragmas, bool faults, bool power_cuts)
      : random_(seed), pragmas_(pragmas), faults_(faults), power_cuts_(power_cuts) {
    Table(disk_, pragmas_);
  }

  void play() {
    for (int step = 0; step < 60 && !testing::Test::HasFailure(); ++step) {
      if (faults_ && !fault_at_ && random_() % 8 == 0) plan_fault();
      act(actors_[random_() % actors_.size()]);
      const bool hit = fault_at_ && disk_.operations() >= *fault_at_;
      // Right after an error: who goes on after a failed sync may lose what is committed then.
      if (power_cuts_ && (faults_ ? hit : random_() % 20 == 0)) cut_power();
      if (hit) fault_at_.reset();
    }
    for (Actor& actor : actors_) actor = {};
    check();
  }

 private:
  void plan_fault() {
    constexpr std::array codes = {SQLITE_FULL, SQLITE_IOERR_WRITE, SQLITE_IOERR_FSYNC, SQLITE_IOERR};
    const std::uint64_t nth = 1 + random_() % 12;
    fault_at_ = disk_.operations() + nth;
    disk_.fail(nth, codes[random_() % codes.size()]);
  }

  void cut_power() {
    disk_.crash(random_());
    for (Actor& actor : actors_) actor = {};
    check();
  }

  void check() {
    disk_.heal();
    fault_at_.reset();
    Table table(disk_, pragmas_);
    see(table.all());
    Query query = table.connection.query("PRAGMA integrity_check");
    query.step();
    EXPECT_EQ(query.text(0), "ok");
  }

  // What a transaction sees that begins now.
  void see(const Values& values) {
    if (std::ranges::find(in_doubt_, values) != in_doubt_.end()) publish(values);
    EXPECT_EQ(values, committed_);
  }

  void publish(const Values& values) {
    if (values == committed_) return;
    committed_ = values;
    in_doubt_.clear();
  }

  void act(Actor& actor) {
    if (!actor.table && attempt([&] { actor.table.emplace(disk_, pragmas_); }) != Result::done) return;
    switch (random_() % 12) {
      case 0: actor = {}; break;
      case 1: checkpoint(actor); break;
      case 2:
      case 3: begin(actor); break;
      case 4: commit(actor); break;
      case 5: give_up(actor); break;
      case 6:
      case 7: read(actor); break;
      default: write(actor); break;
    }
  }

  void checkpoint(Actor& actor) {
    const bool whole = random_() % 2;
    attempt([&] { actor.table->connection.run(whole ? "PRAGMA wal_checkpoint(TRUNCATE)" : "PRAGMA wal_checkpoint"); });
  }

  // Whatever the error was, the transaction is over.
  void give_up(Actor& actor) {
    attempt([&] { actor.table->connection.execute("ROLLBACK"); });
    actor.view.reset();
    actor.writes = false;
  }

  void begin(Actor& actor) {
    if (actor.view) return;
    const bool writes = random_() % 2;
    Values seen;
    const Result result = attempt([&] {
      actor.table->connection.execute(writes ? "BEGIN IMMEDIATE" : "BEGIN");
      seen = actor.table->all();
    });
    if (result != Result::done) return give_up(actor);
    see(seen);
    actor.view = seen;
    if (writes) become_writer(actor);
  }

  void become_writer(Actor& actor) {
    for (const Actor& other : actors_) EXPECT_TRUE(&other == &actor || !other.writes) << "there are two writers";
    EXPECT_EQ(*actor.view, committed_) << "it writes on what is out of date";
    actor.writes = true;
  }

  void read(Actor& actor) {
    Values seen;
    const Result result = attempt([&] { seen = actor.table->all(); });
    if (result == Result::failed) return give_up(actor);
    if (result == Result::busy) return;
    if (actor.view) {
      EXPECT_EQ(seen, *actor.view);
    } else {
      see(seen);
    }
  }

  void write(Actor& actor) {
    const int key = static_cast<int>(random_() % 12);
    const bool put = random_() % 4 != 0;
    const bool alone = !actor.view;
    if (alone && !in_doubt_.empty()) return begin(actor);  // to know what it starts from
    Values changed = alone ? committed_ : *actor.view;
    changed.erase(key);
    if (put) changed.emplace(key, ++last_value_);
    const Result result = attempt([&] { put ? actor.table->put(key, last_value_) : actor.table->erase(key); });
    if (result == Result::busy) return;
    if (result == Result::failed) {
      if (alone) in_doubt_.push_back(changed);
      return give_up(actor);
    }
    if (alone) actor.view = committed_;
    if (!actor.writes) become_writer(actor);
    actor.view = changed;
    if (alone) finish(actor);
  }

  void commit(Actor& actor) {
    if (!actor.view) return;
    const Result result = attempt([&] { actor.table->connection.execute("COMMIT"); });
    if (result == Result::done) finish(actor);
    if (result != Result::failed) return;
    if (actor.writes) in_doubt_.push_back(*actor.view);
    give_up(actor);
  }

  void finish(Actor& actor) {
    if (actor.writes) publish(*actor.view);
    actor.view.reset();
    actor.writes = false;
  }

  FaultyDisk disk_;
  std::mt19937_64 random_;
  const char* pragmas_;
  bool faults_;
  bool power_cuts_;
  std::array<Actor, 3> actors_;
  Values committed_;
  std::vector<Values> in_doubt_;  // commits that have failed since: one may still appear
  std::optional<std::uint64_t> fault_at_;
  int last_value_ = 0;
};

void play(bool faults, bool power_cuts) {
  for (const char* pragmas : {careful, careful_with_a_journal})
    for (std::uint64_t seed = 0; seed < stories && !testing::Test::HasFailure(); ++seed) {
      SCOPED_TRACE(testing::Message() << "seed " << seed << ", " << pragmas);
      Story(seed, pragmas, faults, power_cuts).play();
    }
}

TEST(DiskStressTest, three_connections_see_what_they_should) { play(false, false); }

TEST(DiskStressTest, so_they_do_after_power_cuts) { play(false, true); }

TEST(DiskStressTest, so_they_do_after_errors) { play(true, false); }

TEST(DiskStressTest, so_they_do_after_errors_with_a_power_cut) { play(true, true); }

}  // namespace
}  // namespace n3::db
