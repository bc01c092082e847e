#include <algorithm>
#include <random>
#include <set>

#include "ledger_test.hpp"

namespace n3::spool {
namespace {

class DeletionsTest : public LedgerTest {
 protected:
  using Ranges = std::vector<ItemRange>;
  using Items = std::vector<ItemId>;

  void fill(int count) {
    for (int i = 1; i <= count; ++i) insert(std::to_string(i));
  }

  void remove(const Items& items, const std::string& account = "ann") { ledger.remove(account, items, {}); }
  Ranges deletions(const std::string& account = "ann") { return ledger.deletions(mailbox, account); }
};

TEST_F(DeletionsTest, are_an_accounts_own_in_each_mailbox) {
  fill(3);
  remove({1, 3});
  EXPECT_EQ(deletions("ann"), (Ranges{{1, 1}, {3, 3}}));
  EXPECT_EQ(deletions("bob"), Ranges{});
  EXPECT_EQ(ledger.deletions(ledger.mailbox("news"), "ann"), Ranges{});
}

TEST_F(DeletionsTest, that_are_neighbours_are_one_range) {
  fill(9);
  remove({2, 3, 4, 7});
  EXPECT_EQ(deletions(), (Ranges{{2, 4}, {7, 7}}));
  remove({6});
  EXPECT_EQ(deletions(), (Ranges{{2, 4}, {6, 7}}));
  remove({5});
  EXPECT_EQ(deletions(), (Ranges{{2, 7}}));
  remove({1, 8, 9});
  EXPECT_EQ(deletions(), (Ranges{{1, 9}}));
}

TEST_F(DeletionsTest, that_come_twice_count_once) {
  fill(5);
  remove({2, 4});
  remove({1, 2, 3, 4, 5});
  EXPECT_EQ(deletions(), (Ranges{{1, 5}}));
  remove({3});
  EXPECT_EQ(deletions(), (Ranges{{1, 5}}));
}

TEST_F(DeletionsTest, are_neighbours_across_what_is_in_other_mailboxes_or_for_others) {
  insert("1");
  insert("2", "bob");
  const MailboxId news = ledger.mailbox("news");
  ledger.change(news, ledger.source(news, ""), {},
                [](Ledger::Change& change) { change.insert({.key = "3", .account = {}, .identity = "n"}); });
  insert("4");
  remove({1, 4});
  EXPECT_EQ(deletions(), (Ranges{{1, 4}}));
}

TEST_F(DeletionsTest, do_not_reach_over_what_is_the_accounts_own) {
  insert("1");
  insert("2", "ann");
  insert("3");
  remove({1, 3});
  EXPECT_EQ(deletions(), (Ranges{{1, 1}, {3, 3}}));
}

TEST_F(DeletionsTest, do_not_reach_over_what_has_gone_and_may_come_back) {
  fill(3);
  const ItemId two = 2;
  ledger.remove("ann", {}, {&two, 1});
  remove({1, 3});
  EXPECT_EQ(deletions(), (Ranges{{1, 1}, {3, 3}}));
}

TEST_F(DeletionsTest, agree_with_a_set_of_items_whatever_the_order) {
  fill(40);
  std::mt19937 random(5);
  for (int story = 0; story < 40; ++story) {
    const std::string account = "account " + std::to_string(story);
    std::set<ItemId> model;
    while (model.size() < 40) {
      std::set<ItemId> some;
      for (auto count = 1 + random() % 6; count > 0; --count) some.insert(1 + static_cast<ItemId>(random() % 40));
      remove({some.begin(), some.end()}, account);
      model.merge(some);

      Items items;
      ItemId last = -1;
      for (const ItemRange& range : deletions(account)) {
        EXPECT_GT(range.first, last + 1) << "two ranges that touch";
        for (ItemId item = range.first; item <= range.last; ++item) items.push_back(item);
        last = range.last;
      }
      ASSERT_EQ(items, Items(model.begin(), model.end()));
    }
  }
}

}  // namespace
}  // namespace n3::spool
