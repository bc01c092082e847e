#include "ledger_test.hpp"

#include <set>

namespace n3::spool {
namespace {

using std::chrono::sys_seconds;

TEST_F(LedgerTest, identities_that_begin_alike_have_UIDLs_that_are_longer) {
  insert({.key = "1", .account = {}, .identity = "0123456789abcdef0"});
  insert({.key = "2", .account = {}, .identity = "0123456789abcdef1"});
  insert({.key = "3", .account = {}, .identity = "0123456789abcdef2"});
  EXPECT_EQ(uids(), (Uids{"0123456789abcde", "0123456789abcdef", "0123456789abcdef2"}));
}

TEST_F(LedgerTest, so_they_have_in_one_change) {
  ledger.change(mailbox, source, {}, [](Ledger::Change& change) {
    change.insert({.key = "1", .account = {}, .identity = "0123456789abcdef0"});
    change.insert({.key = "2", .account = {}, .identity = "0123456789abcdef1"});
  });
  EXPECT_EQ(uids(), (Uids{"0123456789abcde", "0123456789abcdef"}));
}

TEST_F(LedgerTest, even_the_same_identity_has_another_UIDL_each_time) {
  std::set<std::string> all;
  for (int i = 0; i < 10; ++i) insert({.key = std::to_string(i), .account = {}, .identity = "0123456789abcdef0"});
  for (const std::string& uid : uids()) all.insert(uid);
  EXPECT_EQ(all.size(), 10);
}

TEST_F(LedgerTest, a_key_may_be_any_octets) {
  const std::string odd("\0\xff\r\n", 4);
  const ItemId id = insert({.key = odd, .account = {}, .identity = "0123456789abcdef0"});
  EXPECT_EQ(ledger.origin(id)->key, odd);
  const std::string_view key = odd;
  EXPECT_EQ(ledger.find(source, {&key, 1}).at(0)->id, id);
}

TEST_F(LedgerTest, a_key_that_is_known_keeps_its_item) {
  const ItemId id = insert("1");
  EXPECT_EQ(insert({.key = "1", .account = {}, .identity = "another"}), id);
  EXPECT_EQ(uids(), Uids{"1--------------"});
}

TEST_F(LedgerTest, a_later_version_of_a_key_is_a_message_of_its_own) {
  insert("1");
  insert("2");
  insert({.key = "1", .version = 1, .account = {}, .identity = "1, second version"});
  EXPECT_EQ(uids(), (Uids{"1--------------", "2--------------", "1, second versi"}));
}

TEST_F(LedgerTest, a_name_is_nobody_elses_even_after_a_burial) {
  const ItemId id = insert({.key = "1", .account = {}, .identity = "0123456789abcdef0"});
  ledger.retire({&id, 1}, sys_seconds{});
  ledger.bury({&id, 1});
  EXPECT_EQ(ledger.content(id)->bytes, "");
  insert({.key = "1", .version = 1, .account = {}, .identity = "0123456789abcdef0"});
  EXPECT_EQ(uids(), Uids{"0123456789abcdef"});
}

TEST_F(LedgerTest, what_is_thrown_in_a_change_undoes_it) {
  const auto change = [this] {
    ledger.change(mailbox, source, {}, [](Ledger::Change& half) {
      half.insert({.key = "1", .account = {}, .identity = "0123456789abcdef0"});
      throw std::runtime_error("no more");
    });
  };
  EXPECT_THROW(change(), std::runtime_error);
  EXPECT_EQ(uids(), Uids{});
  EXPECT_EQ(ledger.edition({mailbox, ""}), std::nullopt);
}

TEST_F(LedgerTest, time_does_not_run_backwards_in_a_ledger) {
  for (const int time : {1000, 10})
    ledger.change(mailbox, source, sys_seconds(std::chrono::seconds(time)), [&](Ledger::Change& change) {
      change.insert({.key = std::to_string(time), .account = {}, .identity = std::to_string(time)});
    });
  const auto listed = ledger.listed({mailbox, ""}).entries;
  EXPECT_EQ(listed.at(1).received, sys_seconds(std::chrono::seconds(1000)));
}

TEST_F(LedgerTest, an_arrival_is_another_edition_of_the_same_shape) {
  EXPECT_EQ(ledger.edition({mailbox, ""}), std::nullopt);
  insert("1");
  const Edition before = ledger.edition({mailbox, ""}).value();
  insert("2");
  const Edition after = ledger.edition({mailbox, ""}).value();
  EXPECT_NE(before.number, after.number);
  EXPECT_EQ(before.shape, after.shape);
}

TEST_F(LedgerTest, what_goes_or_comes_back_is_another_shape) {
  const ItemId id = insert("1");
  const Edition arrived = ledger.edition({mailbox, ""}).value();
  ledger.remove("ann", {}, {&id, 1});
  const Edition gone = ledger.edition({mailbox, ""}).value();
  EXPECT_NE(arrived.shape, gone.shape);
  ledger.change(mailbox, source, {}, [&](Ledger::Change& change) { change.set_state(id, State::shown); });
  EXPECT_NE(ledger.edition({mailbox, ""})->shape, gone.shape);
}

TEST_F(LedgerTest, what_is_for_one_account_changes_nothing_for_others) {
  insert("1");
  const auto everybodys = ledger.edition({mailbox, ""});
  insert("2", "ann");
  EXPECT_EQ(ledger.edition({mailbox, ""}), everybodys);
  EXPECT_EQ(ledger.edition({mailbox, "bob"}), std::nullopt);
  EXPECT_EQ(uids("ann"), Uids{"2--------------"});
}

TEST_F(LedgerTest, what_is_listed_may_be_only_what_is_new) {
  const ItemId one = insert("1");
  const ItemId two = insert("2");
  const auto listed = ledger.listed({mailbox, ""}, one).entries;
  ASSERT_EQ(listed.size(), 1);
  EXPECT_EQ(listed[0].id, static_cast<std::uint64_t>(two));
}

TEST_F(LedgerTest, what_is_fetched_is_shown_once_a_fetch_is_whole) {
  source = ledger.source(mailbox, "feed");
  insert("1");
  EXPECT_EQ(uids(), Uids{});
  EXPECT_FALSE(ledger.fetched(source));
  const auto before = ledger.edition({mailbox, ""});
  ledger.change(mailbox, source, {}, [](Ledger::Change& change) { change.set_fetched("cursor"); });
  EXPECT_EQ(uids().size(), 1);
  EXPECT_TRUE(ledger.fetched(source));
  EXPECT_NE(ledger.edition({mailbox, ""})->shape, before->shape);
  EXPECT_EQ(ledger.cursor(source), "cursor");
}

}  // namespace
}  // namespace n3::spool
