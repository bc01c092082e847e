#include "spool_test.hpp"

#include "ledger_test.hpp"
#include "spool/merge.hpp"

namespace n3 {
namespace {

using testing::ElementsAre;
using testing::MatchesRegex;

// Items that have brought their UIDLs from another server.
class MovedUidTest : public SpoolTest {
 protected:
  static Item moved(std::string key, std::string uid) {
    Item item = message_item(key, key);
    item.uid = std::move(uid);
    return item;
  }

  void add_moved(std::string key, std::string uid, const std::string& mailbox = "blog") {
    spool->mailbox(mailbox).add(moved(std::move(key), std::move(uid)));
  }
};

TEST_F(MovedUidTest, an_item_keeps_the_UIDL_that_it_has_brought) {
  add_moved("1", "000000015f1a2b3c");
  add("2", "Second");
  auto session = login();
  EXPECT_THAT(session.uids(), ElementsAre("000000015f1a2b3c", MatchesRegex("[0-9a-f]{15}")));
}

TEST_F(MovedUidTest, a_known_item_keeps_the_UIDL_that_it_has) {
  add("1", "First");
  const auto before = login().uids();
  add_moved("1", "late");
  EXPECT_EQ(login().uids(), before);
}

TEST_F(MovedUidTest, a_UIDL_of_1_to_70_printable_octets_is_kept_and_no_other) {
  const std::string longest(70, 'x');
  std::vector<Item> items{moved("1", "!"),   moved("2", longest), moved("3", longest + "x"),
                          moved("4", "a b"), moved("5", "\x7f"),  moved("6", "\xc3\xbc")};
  spool->mailbox("blog").source("old", scripted([&](auto) { return Batch{.items = items}; }), at_login);
  spool->start();
  const auto uids = login().uids();
  ASSERT_EQ(uids.size(), items.size());
  EXPECT_EQ(uids[0], "!");
  EXPECT_EQ(uids[1], longest);
  for (std::size_t i = 2; i < uids.size(); ++i) EXPECT_THAT(uids[i], MatchesRegex("[0-9a-f]{15}"));
  EXPECT_EQ(logged("has a new UIDL"), 4) << testing::PrintToString(log());
  EXPECT_EQ(logged("item 4 has a new UIDL: \"a b\" is not 1 to 70 octets of 0x21-0x7E"), 1);
  EXPECT_EQ(login().uids(), uids);
  EXPECT_EQ(logged("has a new UIDL"), 4);
}

TEST_F(MovedUidTest, of_two_items_of_a_mailbox_with_one_UIDL_the_first_keeps_it) {
  std::vector<Item> items{moved("1", "same"), moved("2", "same"), moved("3", "other")};
  spool->mailbox("blog").source("old", scripted([&](auto) { return Batch{.items = items}; }), at_login);
  spool->start();
  EXPECT_THAT(login().uids(), ElementsAre("same", MatchesRegex("[0-9a-f]{15}"), "other"));
  EXPECT_EQ(logged("item 2 has a new UIDL: another message has \"same\""), 1);
}

TEST_F(MovedUidTest, of_an_item_that_is_added_the_log_says_so_too) {
  add_moved("1", "same");
  add_moved("2", "same");
  add_moved("2", "same");
  EXPECT_EQ(logged("mailbox blog: item 2 has a new UIDL: another message has \"same\""), 1);
  EXPECT_EQ(login().count(), 2);
}

TEST_F(MovedUidTest, what_is_before_the_backlog_takes_none_away) {
  std::vector<Item> items{moved("1", "same"), moved("2", "same"), moved("3", "other")};
  spool->mailbox("blog").rules({.backlog = 2});
  spool->mailbox("blog").source("old", scripted([&](auto) { return Batch{.items = items}; }), at_login);
  spool->start();
  EXPECT_THAT(login().uids(), ElementsAre("same", "other"));
}

TEST_F(MovedUidTest, an_item_that_has_become_another_message_has_not_the_same) {
  Item item = moved("1", "same");
  spool->mailbox("blog").rules({.changes = Changes::reply});
  spool->mailbox("blog").source("old", scripted([&](auto) { return Batch{.items = {item}}; }), at_login);
  spool->start();
  EXPECT_THAT(login().uids(), ElementsAre("same"));
  item.revision = "2";
  EXPECT_THAT(login().uids(), ElementsAre("same", MatchesRegex("[0-9a-f]{15}")));
  EXPECT_EQ(logged("has a new UIDL"), 0);
}

TEST_F(MovedUidTest, mailboxes_that_are_not_seen_together_may_have_the_same_UIDLs) {
  add_moved("1", "same", "ann");
  add_moved("1", "same", "bob");
  EXPECT_THAT(login("ann", {"ann"}).uids(), ElementsAre("same"));
  EXPECT_THAT(login("bob", {"bob"}).uids(), ElementsAre("same"));
}

TEST_F(MovedUidTest, where_they_are_the_later_item_is_listed_by_another_that_stays) {
  add_moved("1", "same", "blog");
  add_moved("1", "same", "news");
  add("2", "Last", "news");
  auto session = login("ann", {"blog", "news"});
  EXPECT_THAT(session.uids(), ElementsAre("same", MatchesRegex("[0-9a-f]{15}"), MatchesRegex("[0-9a-f]{15}")));
  EXPECT_EQ(session.subjects(), (Names{"1", "1", "Last"}));
  add("3", "More", "blog");
  auto later = login("ann", {"news", "blog"});
  EXPECT_EQ(later.count(), 4);
  EXPECT_EQ(later.entry(1).uid, "same");
  EXPECT_EQ(later.entry(2).uid, session.entry(2).uid);
  EXPECT_THAT(login("ann", {"news"}).uids(), ElementsAre("same", session.entry(3).uid));
}

TEST_F(MovedUidTest, it_stays_when_the_older_item_has_gone) {
  std::vector<Item> there{moved("1", "same"), moved("2", "other")};
  spool->mailbox("blog").source("old", scripted([&](auto) { return Batch{.items = there, .complete = true}; }),
                                at_login);
  spool->start();
  login();
  add_moved("1", "same", "news");
  const auto before = login("ann", {"blog", "news"}).uids();
  there.erase(there.begin());
  EXPECT_THAT(login("ann", {"blog", "news"}).uids(), ElementsAre("other", before.at(2)));
}

TEST_F(MovedUidTest, what_one_account_alone_sees_is_in_nobody_elses_way) {
  Item own = moved("1", "same");
  own.account = "ann";
  spool->mailbox("blog").add(own);
  add_moved("1", "same", "news");
  EXPECT_THAT(login("bob", {"blog", "news"}).uids(), ElementsAre("same"));
  EXPECT_THAT(login("ann", {"blog", "news"}).uids(), ElementsAre("same", testing::Ne("same")));
}

TEST_F(MovedUidTest, no_UIDL_is_made_that_an_item_has_brought) {
  add("1", "First", "blog");
  const std::string made = login().uids().at(0);
  auto other = Spool::open("memory");
  other->mailbox("news").add(moved("1", made));
  other->mailbox("blog").add(message_item("1", "First"));
  const auto uids = Session(other->maildrop("ann", {"blog", "news"})).uids();
  EXPECT_EQ(uids.at(0), made);
  EXPECT_THAT(uids.at(1), MatchesRegex("[0-9a-f]{16}"));
}

class AliasTest : public spool::LedgerTest {};

TEST_F(AliasTest, an_alias_is_taken_by_nothing_else) {
  const auto news = ledger.mailbox("news");
  const auto of_news = ledger.source(news, "");
  insert({.key = "1", .account = {}, .identity = "0123456789abcdef0", .uid = "same"});
  ledger.change(news, of_news, {}, [](spool::Ledger::Change& change) {
    change.insert({.key = "1", .account = {}, .identity = "fedcba9876543210f", .uid = "same"});
  });
  const spool::Part both[] = {{mailbox, ""}, {news, ""}};
  EXPECT_EQ(ledger.aliases(both), (std::vector<spool::Alias>{{2, "fedcba987654321"}}));
  EXPECT_TRUE(ledger.aliases({both, 1}).empty());
  ledger.change(mailbox, source, {}, [](spool::Ledger::Change& change) {
    EXPECT_FALSE(change.is_free("fedcba987654321"));
    EXPECT_FALSE(change.is_free("same"));
    EXPECT_TRUE(change.is_free("another"));
  });
  insert({.key = "2", .account = {}, .identity = "fedcba987654321ee"});
  EXPECT_EQ(uids(), (Uids{"same", "fedcba987654321e"}));
}

}  // namespace
}  // namespace n3
