#include "spool_test.hpp"

namespace n3 {
namespace {

class DeletionTest : public SpoolTest {
 protected:
  DeletionTest() {
    for (const char* key : {"1", "2", "3", "4"}) add(key, std::string("Item ") + key);
  }
};

TEST_F(DeletionTest, WhatAnAccountDeletesIsGoneForThatAccountOnly) {
  EXPECT_EQ(login("ann").delete_and_quit({2, 3}), "+OK");
  EXPECT_EQ(login("ann").subjects(), (Names{"Item 1", "Item 4"}));
  EXPECT_EQ(login("bob").subjects(), (Names{"Item 1", "Item 2", "Item 3", "Item 4"}));
}

TEST_F(DeletionTest, AccountsThatHaveDeletedStillShareTheListing) {
  login("ann").delete_and_quit({1});
  EXPECT_EQ(login("ann").snapshot.listing, login("bob").snapshot.listing);
  EXPECT_EQ(login("ann").snapshot.hidden, std::vector<std::uint32_t>{0});
}

TEST_F(DeletionTest, ADeletionHoldsAfterMoreMailHasCome) {
  login("ann").delete_and_quit({1});
  add("5", "Item 5");
  EXPECT_EQ(login("ann").subjects(), (Names{"Item 2", "Item 3", "Item 4", "Item 5"}));
}

TEST_F(DeletionTest, ADeletedItemThatItsSourceBringsAgainStaysDeleted) {
  login("ann").delete_and_quit({1});
  add("1", "Item 1, new and improved");
  EXPECT_EQ(login("ann").count(), 3);
}

TEST_F(DeletionTest, ADeletionHoldsInEveryMailboxesViewOfIt) {
  login("ann").delete_and_quit({1});
  add("1", "News", "news");
  EXPECT_EQ(login("ann", {"news", "blog"}).subjects(), (Names{"Item 2", "Item 3", "Item 4", "News"}));
  EXPECT_EQ(login("ann", {"news"}).subjects(), (Names{"News"}));
}

TEST_F(DeletionTest, TwoSessionsOfOneAccountMayDeleteTheSameMessage) {
  auto phone = login("ann");
  auto laptop = login("ann");
  EXPECT_EQ(phone.delete_and_quit({1, 2}), "+OK");
  EXPECT_EQ(laptop.delete_and_quit({2, 3}), "+OK");
  EXPECT_EQ(login("ann").subjects(), Names{"Item 4"});
}

TEST_F(DeletionTest, AMailboxWhoseDeletionsAreTheLedgersIsSharedByItsSessions) { EXPECT_TRUE(login().locks().empty()); }

}  // namespace
}  // namespace n3
