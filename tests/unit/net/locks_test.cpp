#include "net/locks.hpp"

#include <gtest/gtest.h>

namespace n3::net {
namespace {

TEST(Locks, are_held_by_one_at_a_time) {
  Locks locks;
  auto first = locks.take({"inbox"});
  EXPECT_TRUE(first);
  EXPECT_FALSE(locks.take({"inbox"}));
  first.reset();
  EXPECT_TRUE(locks.take({"inbox"}));
}

TEST(Locks, are_had_all_together_or_not_at_all) {
  Locks locks;
  const auto first = locks.take({"inbox", "lists"});
  EXPECT_FALSE(locks.take({"archive", "lists"}));
  EXPECT_TRUE(locks.take({"archive"})) << "the attempt before must have left nothing behind";
}

TEST(Locks, without_a_name_hold_nobody_up) {
  Locks locks;
  const auto first = locks.take({});
  EXPECT_TRUE(first);
  EXPECT_TRUE(locks.take({}));
}

TEST(Locks, may_be_named_twice_by_the_same) {
  Locks locks;
  EXPECT_TRUE(locks.take({"inbox", "inbox"}));
  EXPECT_TRUE(locks.take({"inbox"}));
}

TEST(Locks, are_freed_once_however_often_they_are_moved) {
  Locks locks;
  Locks::Held kept;
  {
    auto first = locks.take({"inbox"});
    kept = std::move(*first);
  }
  EXPECT_FALSE(locks.take({"inbox"})) << "still held";
  Locks::Held other(std::move(kept));
  kept.free();
  EXPECT_FALSE(locks.take({"inbox"})) << "what was moved from holds nothing";
  other.free();
  const auto second = locks.take({"inbox"});
  EXPECT_TRUE(second);
  other.free();
  EXPECT_FALSE(locks.take({"inbox"})) << "freed twice, it would free somebody else's";
}

}  // namespace
}  // namespace n3::net
