#include <gtest/gtest.h>

#include "spool/uid.hpp"

namespace n3::spool {
namespace {

TEST(UidTest, TheSameItemHasTheSameUidlInEverySpool) {
  EXPECT_EQ(derive_uid("blog", "feed", "https://example.org/1", 0), "591e40ae3045ace");
}

TEST(UidTest, MailboxSourceKeyAndAttemptAllCount) {
  const std::string uid = derive_uid("blog", "feed", "key", 0);
  EXPECT_NE(uid, derive_uid("news", "feed", "key", 0));
  EXPECT_NE(uid, derive_uid("blog", "other", "key", 0));
  EXPECT_NE(uid, derive_uid("blog", "feed", "another", 0));
  EXPECT_NE(uid, derive_uid("blog", "feed", "key", 1));
}

TEST(UidTest, WhereOnePartEndsAndTheNextBeginsIsNoMatterOfChance) {
  EXPECT_NE(derive_uid("blog", "fe", "ed", 0), derive_uid("blog", "f", "eed", 0));
  EXPECT_NE(derive_uid("a", "1:b", "c", 0), derive_uid("a1:b", "", "c", 0));
  EXPECT_NE(derive_uid("a", "b", "c", 1), derive_uid("a", "b", "c1", 0));
}

}  // namespace
}  // namespace n3::spool
