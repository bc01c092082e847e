#include "spool_test.hpp"

namespace n3 {
namespace {

class DeletionTest : public SpoolTest {
 protected:
  DeletionTest() {
    for (const char* key : {"1", "2", "3", "4"}) add(key, std::string("Item ") + key);
  }
};

TEST_F(DeletionTest, what_an_account_deletes_is_gone_for_that_account_only) {
  EXPECT_EQ(login("ann").delete_and_quit({2, 3}), "+OK");
  EXPECT_EQ(login("ann").subjects(), (Names{"Item 1", "Item 4"}));
  EXPECT_EQ(login("bob").subjects(), (Names{"Item 1", "Item 2", "Item 3", "Item 4"}));
}

TEST_F(DeletionTest, accounts_that_have_deleted_still_share_the_listing) {
  login("ann").delete_and_quit({1});
  EXPECT_EQ(login("ann").snapshot.listing, login("bob").snapshot.listing);
  EXPECT_EQ(login("ann").snapshot.hidden, (std::vector<IndexRange>{{0, 1}}));
}

TEST_F(DeletionTest, a_deletion_holds_after_more_mail_has_come) {
  login("ann").delete_and_quit({1});
  add("5", "Item 5");
  EXPECT_EQ(login("ann").subjects(), (Names{"Item 2", "Item 3", "Item 4", "Item 5"}));
}

TEST_F(DeletionTest, a_deleted_item_that_its_source_brings_again_stays_deleted) {
  login("ann").delete_and_quit({1});
  add("1", "Item 1, new and improved");
  EXPECT_EQ(login("ann").count(), 3);
}

TEST_F(DeletionTest, a_deletion_holds_in_every_mailboxes_view_of_it) {
  login("ann").delete_and_quit({1});
  add("1", "News", "news");
  EXPECT_EQ(login("ann", {"news", "blog"}).subjects(), (Names{"Item 2", "Item 3", "Item 4", "News"}));
  EXPECT_EQ(login("ann", {"news"}).subjects(), (Names{"News"}));
}

TEST_F(DeletionTest, two_sessions_of_one_account_may_delete_the_same_message) {
  auto phone = login("ann");
  auto laptop = login("ann");
  EXPECT_EQ(phone.delete_and_quit({1, 2}), "+OK");
  EXPECT_EQ(laptop.delete_and_quit({2, 3}), "+OK");
  EXPECT_EQ(login("ann").subjects(), Names{"Item 4"});
}

TEST_F(DeletionTest, a_mailbox_whose_deletions_are_the_ledgers_is_shared_by_its_sessions) {
  EXPECT_TRUE(login().locks().empty());
}

}  // namespace
}  // namespace n3
