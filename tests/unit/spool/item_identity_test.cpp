#include <gtest/gtest.h>

#include "spool/item_identity.hpp"

namespace n3::spool {
namespace {

TEST(ItemIdentityTest, the_same_item_has_the_same_identity_in_every_spool) {
  EXPECT_EQ(item_identity("blog", "feed", "https://example.org/1").substr(0, 15), "591e40ae3045ace");
}

TEST(ItemIdentityTest, mailbox_source_and_key_all_count) {
  const std::string identity = item_identity("blog", "feed", "key");
  EXPECT_NE(identity, item_identity("news", "feed", "key"));
  EXPECT_NE(identity, item_identity("blog", "other", "key"));
  EXPECT_NE(identity, item_identity("blog", "feed", "another"));
}

TEST(ItemIdentityTest, where_one_part_ends_and_the_next_begins_is_no_matter_of_chance) {
  EXPECT_NE(item_identity("blog", "fe", "ed"), item_identity("blog", "f", "eed"));
  EXPECT_NE(item_identity("a", "1:b", "c"), item_identity("a1:b", "", "c"));
}

}  // namespace
}  // namespace n3::spool
