#include <array>
#include <latch>
#include <thread>

#include "durable_spool_test.hpp"
#include "spool/intake.hpp"
#include "spool/ledger_file.hpp"
#include "spool/upkeep.hpp"

// The same thing from two sources of a mailbox.
namespace n3 {
namespace {

using testing::ElementsAre;
using testing::IsEmpty;

class SameAsTest : public DurableSpoolTest {
 protected:
  static Item thing(std::string key, Names names, std::string account = "") {
    Item item = message_item(key, "Item " + key);
    item.same_as = std::move(names);
    item.account = std::move(account);
    return item;
  }

  void bring(const std::string& source, std::vector<Item> items, const std::string& mailbox = "blog") {
    spool::Intake intake(ledger_, spool::Place::enter(ledger_, mailbox, source), rules_, "n3.example.org");
    EXPECT_THAT(intake.take({.items = std::move(items)}, {}).problems, IsEmpty());
  }

  spool::Upkeep upkeep() { return spool::Upkeep(spool::open_ledger_file({file})); }
  void rules(const MailboxRules& rules) { rules_->set(rules); }

  spool::Ledger ledger_{spool::open_ledger_file({file})};

 private:
  const std::shared_ptr<spool::Rules> rules_ = std::make_shared<spool::Rules>();
};

TEST_F(SameAsTest, what_another_source_has_brought_is_not_shown_again) {
  bring("a", {thing("1", {"x", "y"}), thing("2", {"z"})});
  bring("b", {thing("3", {"y"}), thing("4", {"w"}), thing("5", {})});
  EXPECT_THAT(login().subjects(), ElementsAre("Item 1", "Item 2", "Item 4", "Item 5"));
  bring("b", {thing("3", {})});
  EXPECT_EQ(login().count(), 4) << "it is known";
}

TEST_F(SameAsTest, within_one_source_names_say_nothing) {
  bring("a", {thing("1", {"x"}), thing("2", {"x"})});
  EXPECT_EQ(login().count(), 2);
}

TEST_F(SameAsTest, what_is_older_than_the_backlog_stands_in_nobodys_way) {
  rules({.backlog = 1});
  bring("a", {thing("1", {"x"}), thing("2", {"y"})});
  bring("b", {thing("3", {"x"})});
  EXPECT_THAT(login().subjects(), ElementsAre("Item 2", "Item 3"));
}

TEST_F(SameAsTest, what_nobody_sees_yet_stands_in_nobodys_way) {
  bring("c", {});
  const auto half = spool::Place::enter(ledger_, "blog", "a");
  ledger_.change(half.mailbox, half.source, {}, [](spool::Ledger::Change& change) {
    change.insert({.key = "1", .account = "", .identity = "0123456789abcdef", .names = {"x"}});  // and there it ended
  });
  bring("b", {thing("2", {"x", "y"})});
  EXPECT_THAT(login().subjects(), ElementsAre("Item 2"));
  bring("a", {thing("1", {"x"}), thing("3", {"z"})});
  EXPECT_THAT(login().subjects(), ElementsAre("Item 2", "Item 3")) << "it comes too late";
  bring("d", {thing("4", {"y"}), thing("5", {"z"})});
  EXPECT_EQ(login().count(), 2);
}

TEST_F(SameAsTest, in_another_mailbox_it_is_another_thing) {
  bring("a", {thing("1", {"x"})});
  bring("a", {thing("1", {"x"})}, "news");
  EXPECT_EQ(login("ann", {"blog", "news"}).count(), 2);
}

TEST_F(SameAsTest, a_third_that_has_a_name_of_the_second_is_the_first) {
  bring("a", {thing("1", {"x"})});
  bring("b", {thing("2", {"x", "y"})});
  bring("c", {thing("3", {"y"})});
  EXPECT_THAT(login().subjects(), ElementsAre("Item 1"));
}

TEST_F(SameAsTest, what_has_gone_was_there_all_the_same) {
  rules({.keep = 1});
  bring("a", {thing("1", {"x"}), thing("2", {}), thing("3", {})});
  bring("b", {thing("4", {"x"})});
  EXPECT_THAT(login().subjects(), ElementsAre("Item 3"));
}

TEST_F(SameAsTest, what_one_account_sees_alone_does_not_take_it_from_others) {
  bring("a", {thing("1", {"x"}, "ann"), thing("2", {"y"})});
  bring("b", {thing("3", {"x"}), thing("4", {"x"}, "ann"), thing("5", {"y"}, "bob")});
  EXPECT_THAT(login("ann").subjects(), ElementsAre("Item 1", "Item 2", "Item 3"));
  EXPECT_THAT(login("bob").subjects(), ElementsAre("Item 2", "Item 3"));
}

TEST_F(SameAsTest, a_thing_that_is_not_shown_is_not_composed) {
  bring("a", {thing("1", {"x"})});
  Item item = thing("2", {"x"});
  item.finish = [](Message) -> Message { throw std::runtime_error("finished"); };
  bring("b", {item});
  EXPECT_EQ(login().count(), 1);
}

TEST_F(SameAsTest, what_was_forgotten_is_new_again) {
  bring("a", {thing("1", {"x"})});
  bring("b", {thing("2", {"x", "y"})});
  upkeep().forget("blog", login().entry(1).uid);
  bring("a", {thing("1", {"x"})});
  bring("c", {thing("3", {"y"})});
  EXPECT_THAT(login().subjects(), ElementsAre("Item 1", "Item 3"));
  upkeep().forget_all("blog");
  bring("b", {thing("2", {"x"})});
  bring("a", {thing("1", {"x"})});
  EXPECT_THAT(login().subjects(), ElementsAre("Item 2"));
}

TEST_F(SameAsTest, a_mailbox_that_has_another_name_knows_them_still) {
  bring("a", {thing("1", {"x"})});
  upkeep().rename("blog", "news");
  bring("b", {thing("2", {"x"})}, "news");
  EXPECT_THAT(login("ann", {"news"}).subjects(), ElementsAre("Item 1"));
}

TEST_F(SameAsTest, what_is_gathered_in_one_source_is_in_no_other) {
  Item gathered = thing("1", {"x"});
  gathered.gathered = true;
  Item digest = thing("digest", {});
  digest.gathers = std::chrono::sys_days(std::chrono::year(2100) / 1 / 1);
  bring("a", {thing("2", {"y"})});
  bring("b", {gathered});
  gathered.key = "3";
  gathered.same_as = {"y"};
  bring("b", {gathered, digest});
  bring("a", {thing("4", {"x"})});
  EXPECT_THAT(login().subjects(), ElementsAre("Item 2", "Item digest: 1 entry"));
}

TEST_F(SameAsTest, of_two_sources_that_bring_it_at_once_one_shows_it) {
  constexpr int things = 200;
  const std::array<std::string, 3> names{"a", "b", "c"};
  std::latch start(names.size());
  std::vector<std::jthread> threads;
  for (const std::string& name : names)
    threads.emplace_back([&] {
      std::vector<Item> items;
      for (int i = 0; i < things; ++i) items.push_back(thing(name + std::to_string(i), {std::to_string(i)}));
      start.arrive_and_wait();
      bring(name, std::move(items));
    });
  threads.clear();
  EXPECT_EQ(login().count(), things);
}

}  // namespace
}  // namespace n3
