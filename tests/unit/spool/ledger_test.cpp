#include <gtest/gtest.h>

#include "spool/ledger.hpp"

namespace n3::spool {
namespace {

using std::chrono::seconds;
using std::chrono::sys_seconds;

class LedgerTest : public testing::Test {
 protected:
  ItemId insert(const std::string& key, const std::string& identity) {
    Ledger::Change change(ledger, mailbox, source);
    const ItemId id = change.insert({.key = key, .account = {}, .identity = identity, .bytes = "x"}, sys_seconds{});
    change.commit();
    return id;
  }

  std::vector<std::string> uids() {
    std::vector<std::string> all;
    for (const ListedItem& item : ledger.listed({&mailbox, 1}, "").items) all.push_back(item.uid);
    return all;
  }

  Ledger ledger{":memory:"};
  MailboxId mailbox = ledger.mailbox("blog");
  SourceId source = ledger.source(mailbox, "");
};

using Uids = std::vector<std::string>;

TEST_F(LedgerTest, identities_that_begin_alike_have_UIDLs_that_are_longer) {
  insert("1", "0123456789abcdef0");
  insert("2", "0123456789abcdef1");
  insert("3", "0123456789abcdef2");
  EXPECT_EQ(uids(), (Uids{"0123456789abcde", "0123456789abcdef", "0123456789abcdef2"}));
}

TEST_F(LedgerTest, so_they_have_in_one_change) {
  Ledger::Change change(ledger, mailbox, source);
  change.insert({.key = "1", .account = {}, .identity = "0123456789abcdef0"}, sys_seconds{});
  change.insert({.key = "2", .account = {}, .identity = "0123456789abcdef1"}, sys_seconds{});
  change.commit();
}

TEST_F(LedgerTest, a_key_may_be_any_octets) {
  const std::string odd("\0\xff\r\n", 4);
  const ItemId id = insert(odd, "0123456789abcdef0");
  EXPECT_EQ(ledger.origin(id)->key, odd);
  const std::string_view key = odd;
  EXPECT_EQ(ledger.find(source, {&key, 1}).at(0)->id, id);
}

TEST_F(LedgerTest, deletions_are_read_by_mailbox) {
  const MailboxId other = ledger.mailbox("news");
  const ItemId one = insert("1", "0123456789abcdef0");
  const ItemId two = insert("2", "1123456789abcdef0");
  const ItemId deleted[] = {two, one};
  ledger.remove("ann", deleted, {});
  EXPECT_EQ(ledger.deletions({&mailbox, 1}, "ann"), (std::vector<ItemId>{one, two}));
  EXPECT_EQ(ledger.deletions({&other, 1}, "ann"), std::vector<ItemId>{});
  EXPECT_EQ(ledger.deletions({&mailbox, 1}, "bob"), std::vector<ItemId>{});
}

TEST_F(LedgerTest, what_is_fetched_is_shown_once_a_fetch_is_whole) {
  const SourceId feed = ledger.source(mailbox, "feed");
  {
    Ledger::Change change(ledger, mailbox, feed);
    change.insert({.key = "1", .account = {}, .identity = "0123456789abcdef0"}, sys_seconds{});
    change.commit();
  }
  EXPECT_EQ(uids(), Uids{});
  EXPECT_FALSE(ledger.fetched(feed));
  const auto before = ledger.version({&mailbox, 1});
  {
    Ledger::Change change(ledger, mailbox, feed);
    change.set_fetched("cursor");
    change.commit();
  }
  EXPECT_EQ(uids().size(), 1);
  EXPECT_TRUE(ledger.fetched(feed));
  EXPECT_NE(ledger.version({&mailbox, 1}), before);
  EXPECT_EQ(ledger.cursor(feed), "cursor");
}

}  // namespace
}  // namespace n3::spool
