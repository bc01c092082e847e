// Random histories of a spool against a model: fetches, sessions, retention, restarts, failing disks, power cuts,
// kills. N3_HISTORIES is how many of each kind; script/histories runs many more than the tests do.

#include <gtest/gtest.h>
#include <sys/wait.h>
#include <unistd.h>

#include <array>
#include <csignal>
#include <cstdlib>
#include <sqlite3.h>

#include "faulty_disk.hpp"
#include "folder.hpp"
#include "histories/history.hpp"

namespace n3::histories {
namespace {

int histories(int usual) {
  const char* wanted = std::getenv("N3_HISTORIES");
  return wanted ? std::atoi(wanted) : usual;
}

/// On a disk that fails now and then.
class DiskHistory {
 public:
  explicit DiskHistory(std::uint64_t seed) : random_(seed) { disk_.promise_powersafe_overwrite(); }

  void run(int steps) {
    begin();
    while (steps-- > 0) {
      const Step step = next_step(model_, random_);
      Model after = model_;
      std::visit([&](const auto& one) { after.apply(one); }, step);
      if (random_() % 3 == 0) disk_.fail(random_() % 12, codes[random_() % codes.size()]);
      while (!does(step, after)) {
        recover();
        memory_.expect_between(*life_, model_, after);
      }
      model_ = std::move(after);
      if (random_() % 6 == 0) end_life();
      memory_.expect(*life_, model_);
    }
  }

 private:
  static constexpr std::array codes{SQLITE_FULL, SQLITE_IOERR_WRITE, SQLITE_IOERR_FSYNC, SQLITE_IOERR_TRUNCATE};

  bool does(const Step& step, const Model& after) {
    try {
      life_->perform(step, model_, after);
      disk_.heal();
      return true;
    } catch (const Violation&) {
      throw;
    } catch (const std::runtime_error&) {
      return false;
    }
  }

  void recover() {
    disk_.heal();
    if (random_() % 2 == 0) end_life();
  }

  // By a power cut, or in peace.
  void end_life() {
    if (random_() % 2 == 0) disk_.crash(random_());
    life_.reset();
    begin();
  }

  void begin() { life_ = std::make_unique<Life>(db::Location{"n3.db", disk_.name()}); }

  Random random_;
  test::FaultyDisk disk_;
  Model model_;
  Memory memory_;
  std::unique_ptr<Life> life_;
};

class FailingDisk : public testing::TestWithParam<int> {};

TEST_P(FailingDisk, loses_doubles_and_renames_nothing) {
  constexpr int parts = 4;
  const int count = histories(500) / parts;
  for (int i = 0; i < count; ++i) {
    const auto seed = static_cast<std::uint64_t>(GetParam() * count + i);
    try {
      DiskHistory(seed).run(25);
    } catch (const std::exception& problem) {
      FAIL() << "history " << seed << ": " << problem.what();
    }
  }
}

INSTANTIATE_TEST_SUITE_P(, FailingDisk, testing::Range(0, 4));

/// In a process that is killed again and again.
class KilledHistory {
 public:
  explicit KilledHistory(std::uint64_t seed) : random_(seed), deaths_(seed + 1'000'000) {}

  void run(int lives) {
    while (lives-- > 0) {
      const int done = live_and_die();
      for (int i = 0; i < done; ++i) apply(next_step(model_, random_), model_);
      const Random undecided = random_;
      Model after = model_;
      apply(next_step(model_, random_), after);
      random_ = undecided;
      Life life({file_});
      memory_.expect_between(life, model_, after);
    }
  }

 private:
  static void apply(const Step& step, Model& model) {
    std::visit([&](const auto& one) { model.apply(one); }, step);
  }

  // Returns how many steps were reported before the process was killed.
  int live_and_die() {
    const auto steps = deaths_() % 20;
    const auto moment = std::chrono::microseconds(deaths_() % 2000);
    std::array<int, 2> ends{};
    if (::pipe(ends.data()) != 0) throw std::runtime_error("no pipe");
    const pid_t child = ::fork();
    if (child == 0) live(ends[1]);
    ::close(ends[1]);
    unsigned done = 0;
    char report = 0;
    while (done < steps && ::read(ends[0], &report, 1) == 1) ++done;
    const auto until = std::chrono::steady_clock::now() + moment;
    while (std::chrono::steady_clock::now() < until) continue;
    ::kill(child, SIGKILL);
    ::waitpid(child, nullptr, 0);
    while (::read(ends[0], &report, 1) == 1) ++done;
    ::close(ends[0]);
    if (report == '!') throw Violation("seen by the process that was killed");
    return static_cast<int>(done);
  }

  [[noreturn]] void live(int reports) {
    ::alarm(60);
    try {
      Life life({file_});
      for (;;) {
        const Step step = next_step(model_, random_);
        Model after = model_;
        apply(step, after);
        life.perform(step, model_, after);
        model_ = std::move(after);
        if (::write(reports, ".", 1) != 1) ::_exit(0);
      }
    } catch (...) {
      ::_exit(::write(reports, "!", 1) == 1 ? 1 : 2);
    }
  }

  test::Folder folder_;
  const std::string file_ = folder_.file("n3.db");
  Random random_;
  Random deaths_;
  Model model_;
  Memory memory_;
};

TEST(Kills, lose_double_and_rename_nothing) {
  for (int seed = 0; seed < histories(10); ++seed) {
    try {
      KilledHistory(static_cast<std::uint64_t>(seed)).run(5);
    } catch (const std::exception& problem) {
      FAIL() << "history " << seed << ": " << problem.what();
    }
  }
}

}  // namespace
}  // namespace n3::histories
