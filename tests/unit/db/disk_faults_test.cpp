#include <gtest/gtest.h>

#include <algorithm>
#include <functional>
#include <optional>

#include <sqlite3.h>

#include "numbers.hpp"

namespace n3::db {
namespace {

using test::FaultyDisk;

/// What a program knows that has added some numbers, with an error now and then.
struct Story {
  std::vector<int> committed;
  std::vector<int> in_doubt;  // an error says that a commit may not be there; it need not be gone
};

enum class AfterAnError { go_on, stop };

Story tell(const FaultyDisk& disk, const char* pragmas, AfterAnError after_an_error) {
  Story story;
  try {
    Numbers numbers(disk, pragmas);
    numbers.connection.execute("PRAGMA wal_autocheckpoint = 0");  // it would keep its errors to itself
    for (int number = 0; number < 6; ++number) {
      try {
        story.in_doubt.push_back(number);
        numbers.add(number);
        story.in_doubt.pop_back();
        story.committed.push_back(number);
        if (number % 3 == 2) numbers.checkpoint();
      } catch (const Error&) {
        if (after_an_error == AfterAnError::stop) return story;
      }
    }
  } catch (const Error&) {  // it was not even opened
  }
  return story;
}

std::string what_is_wrong(const FaultyDisk& disk, const Story& story) {
  Numbers numbers(disk);
  const std::vector<int> found = numbers.all();
  if (!std::ranges::includes(found, story.committed)) return "a commit is lost";
  std::vector<int> possible;
  std::ranges::merge(story.committed, story.in_doubt, std::back_inserter(possible));
  if (!std::ranges::includes(possible, found)) return "there is what nobody wrote";
  return numbers.what_is_wrong();
}

/// What happens to a disk from its nth operation on.
using Fault = std::function<void(FaultyDisk& disk, std::uint64_t nth)>;

// No answer: the story has not so many operations.
std::optional<std::string> wrong_after(const Fault& fault, std::uint64_t nth, const char* pragmas) {
  FaultyDisk disk;
  fault(disk, nth);
  const Story story = tell(disk, pragmas, AfterAnError::go_on);
  if (disk.operations() < nth) return std::nullopt;
  disk.heal();
  return what_is_wrong(disk, story);
}

// It takes what a failed operation has left in memory.
std::string wrong_after_power_cut(const Fault& fault, std::uint64_t nth, std::uint64_t seed, const char* pragmas) {
  FaultyDisk disk;
  fault(disk, nth);
  const Story story = tell(disk, pragmas, AfterAnError::stop);
  disk.crash(seed);
  disk.heal();
  return what_is_wrong(disk, story);
}

void fail_each_operation(const Fault& fault) {
  for (const char* pragmas : {careful, careful_with_a_journal}) {
    std::uint64_t nth = 1;
    while (const auto wrong = wrong_after(fault, nth, pragmas)) {
      ASSERT_EQ(*wrong, "") << "operation " << nth << ", " << pragmas;
      ASSERT_EQ(wrong_after_power_cut(fault, nth, nth, pragmas), "") << "operation " << nth << ", " << pragmas;
      ++nth;
    }
    EXPECT_GT(nth, 80u);
  }
}

class EveryFaultTest : public testing::TestWithParam<int> {};

TEST_P(EveryFaultTest, leaves_what_was_committed_when_it_comes_once) {
  fail_each_operation([](FaultyDisk& disk, std::uint64_t nth) { disk.fail(nth, GetParam()); });
}

TEST_P(EveryFaultTest, leaves_what_was_committed_when_it_stays) {
  fail_each_operation([](FaultyDisk& disk, std::uint64_t nth) { disk.fail_from(nth, GetParam()); });
}

TEST_P(EveryFaultTest, leaves_what_was_committed_when_it_hits_reads_too) {
  fail_each_operation([](FaultyDisk& disk, std::uint64_t nth) {
    disk.count_reads();
    disk.fail(nth, GetParam());
  });
}

std::string name_of(const testing::TestParamInfo<int>& code) {
  switch (code.param) {
    case SQLITE_FULL: return "full";
    case SQLITE_IOERR_READ: return "a_read_error";
    case SQLITE_IOERR_WRITE: return "a_write_error";
    case SQLITE_IOERR_FSYNC: return "a_sync_error";
    case SQLITE_READONLY: return "read_only";
    default: return "cannot_open";
  }
}

INSTANTIATE_TEST_SUITE_P(, EveryFaultTest,
                         testing::Values(SQLITE_FULL, SQLITE_IOERR_READ, SQLITE_IOERR_WRITE, SQLITE_IOERR_FSYNC,
                                         SQLITE_READONLY, SQLITE_CANTOPEN),
                         name_of);

}  // namespace
}  // namespace n3::db
