#include "service/signals.hpp"

#include <gtest/gtest.h>
#include <unistd.h>

#include <csignal>

namespace n3::program {
namespace {

TEST(SignalsDeathTest, end_the_program_at_once_while_there_is_nothing_to_finish) {
  GTEST_FLAG_SET(death_test_style, "threadsafe");
  for (const int number : {SIGTERM, SIGINT}) {
    const auto start_for_ever = [number] {
      const Signals signals;
      ::kill(::getpid(), number);
      for (;;) ::pause();
    };
    EXPECT_EXIT(start_for_ever(), testing::ExitedWithCode(128 + number), "");
  }
}

}  // namespace
}  // namespace n3::program
