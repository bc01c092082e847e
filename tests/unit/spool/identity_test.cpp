#include "spool_test.hpp"

#include <set>
#include <thread>

#include "spool/ledger.hpp"

namespace n3 {
namespace {

using namespace std::chrono_literals;

class IdentityTest : public SpoolTest {};

TEST_F(IdentityTest, an_item_has_the_same_UIDL_octets_and_bytes_in_every_session) {
  add("1", "First");
  auto first = login("ann");
  const std::string bytes = first.retrieve(1);
  add("2", "Second");
  auto second = login("bob");
  EXPECT_EQ(second.entry(1).uid, first.entry(1).uid);
  EXPECT_EQ(second.entry(1).octets, first.entry(1).octets);
  EXPECT_EQ(second.retrieve(1), bytes);
  EXPECT_EQ(first.retrieve(1), bytes);
  EXPECT_EQ(first.entry(1).octets, bytes.size());
}

TEST_F(IdentityTest, an_item_has_the_same_UIDL_in_the_next_spool_too) {
  add("1", "First");
  auto other = Spool::open("memory");
  other->mailbox("blog").add(message_item("0", "Another"));
  other->mailbox("blog").add(message_item("1", "First"));
  EXPECT_EQ(Session(other->maildrop("ann", {"blog"})).entry(2).uid, login().entry(1).uid);
}

TEST_F(IdentityTest, a_known_key_changes_nothing) {
  add("1", "First");
  const std::string bytes = login().retrieve(1);
  add("1", "First, corrected");
  auto session = login();
  ASSERT_EQ(session.count(), 1);
  EXPECT_EQ(session.retrieve(1), bytes);
}

TEST_F(IdentityTest, the_same_key_in_another_mailbox_is_another_message) {
  add("1", "Blog", "blog");
  add("1", "News", "news");
  auto session = login("ann", {"blog", "news"});
  EXPECT_EQ(session.subjects(), (Names{"Blog", "News"}));
  EXPECT_NE(session.entry(1).uid, session.entry(2).uid);
}

TEST_F(IdentityTest, the_same_key_from_another_source_is_another_message) {
  for (const char* name : {"one", "two"})
    spool->mailbox("blog").source(name, scripted([=](auto) { return Batch{.items = {message_item("1", name)}}; }),
                                  hourly);
  spool->start();
  auto session = login();
  ASSERT_EQ(session.count(), 2);
  EXPECT_NE(session.entry(1).uid, session.entry(2).uid);
}

TEST_F(IdentityTest, two_sources_of_one_name_are_refused) {
  const auto nothing = [](auto) { return Batch{}; };
  spool->mailbox("blog").source("feed", scripted(nothing), hourly);
  EXPECT_THROW(spool->mailbox("blog").source("feed", scripted(nothing), hourly), std::invalid_argument);
  EXPECT_THROW(spool->mailbox("blog").source("", scripted(nothing), hourly), std::invalid_argument);
}

TEST_F(IdentityTest, a_large_message_is_read_in_pieces) {
  const std::size_t piece = spool::piece_octets;
  for (const std::size_t size : {piece / 2, piece, 3 * piece, 3 * piece + 1000}) {
    const std::string mailbox = std::to_string(size);
    spool->mailbox(mailbox).add({.key = "1", .content = Message{}.text(std::string(size, 'x'))});
    auto maildrop = spool->maildrop("ann", {mailbox});
    const auto octets = (*settled(maildrop->list()).value()->listing)[0].octets;
    auto body = settled(maildrop->open(0));
    EXPECT_EQ(std::holds_alternative<Body::Chunks>(body.value()->content()), octets >= piece);
    EXPECT_EQ(login("ann", {mailbox}).retrieve(1).size(), octets);
  }
}

TEST_F(IdentityTest, UIDLs_are_short_and_printable) {
  add("a key with spaces, \xff, \r\n and everything", "Odd");
  const std::string uid = login().entry(1).uid;
  EXPECT_THAT(uid, testing::MatchesRegex("[0-9a-f]{15}"));
}

TEST_F(IdentityTest, the_Message_ID_is_made_of_UIDL_and_host) {
  add("1", "First");
  auto session = login();
  EXPECT_THAT(session.retrieve(1), testing::HasSubstr(session.entry(1).uid));
  EXPECT_THAT(session.retrieve(1), testing::HasSubstr("@pop.example.org>"));
}

TEST_F(IdentityTest, an_items_own_date_is_the_messages_date) {
  Item item = message_item("1", "Old");
  item.date = std::chrono::sys_days(2001y / 9 / 9) + 1h + 46min + 40s;
  spool->mailbox("blog").add(item);
  EXPECT_THAT(login().retrieve(1), testing::HasSubstr("9 Sep 2001 01:46:40 +0000"));
}

TEST_F(IdentityTest, an_item_without_a_date_keeps_the_time_when_it_was_first_seen) {
  const auto before = std::chrono::floor<std::chrono::seconds>(std::chrono::system_clock::now());
  add("1", "Undated");
  auto session = login();
  EXPECT_GE(session.entry(1).received, before);
  EXPECT_LE(session.entry(1).received, before + 5s);
}

TEST_F(IdentityTest, what_cannot_be_a_message_is_refused_where_it_is_added) {
  EXPECT_THROW(add("", "No key"), std::invalid_argument);
  EXPECT_THROW(spool->mailbox("blog").add({.key = "1", .content = MailFile{"/nonexistent/1.eml"}}),
               std::invalid_argument);
  EXPECT_EQ(login().count(), 0);
}

TEST_F(IdentityTest, an_item_that_leaves_its_source_and_comes_back_is_the_same_message) {
  std::vector<Item> there{message_item("1", "First"), message_item("2", "Second")};
  spool->mailbox("blog").source("table", scripted([&](auto) { return Batch{.items = there, .complete = true}; }),
                                at_login);
  spool->start();
  const auto before = login().uids();
  there = {message_item("2", "Second")};
  EXPECT_EQ(login().subjects(), Names{"Second"});
  there = {message_item("2", "Second"), message_item("1", "First again"), message_item("3", "Third")};
  auto session = login();
  EXPECT_EQ(session.subjects(), (Names{"First", "Second", "Third"}));
  EXPECT_EQ(session.entry(1).uid, before[0]);
  EXPECT_EQ(session.entry(2).uid, before[1]);
}

TEST_F(IdentityTest, what_is_not_known_of_an_account_has_not_gone) {
  Item own = message_item("ann/1", "Ann's");
  own.account = "ann";
  Batch batch{.items = {message_item("1", "For all"), own}, .complete = true};
  spool->mailbox("blog").source("folder", scripted([&](auto) { return batch; }), at_login);
  spool->start();
  login();
  batch = {.complete = true, .unknown = {"ann"}};
  EXPECT_EQ(login("ann").subjects(), Names{"Ann's"});
  batch.unknown.clear();
  EXPECT_EQ(login("ann").count(), 0);
}

TEST_F(IdentityTest, an_item_that_is_missing_from_an_incomplete_batch_stays) {
  std::vector<Item> there{message_item("1", "First")};
  spool->mailbox("blog").source("feed", scripted([&](auto) { return Batch{.items = there}; }), at_login);
  spool->start();
  login();
  there = {message_item("2", "Second")};
  EXPECT_EQ(login().subjects(), (Names{"First", "Second"}));
  there = {};
  EXPECT_EQ(login().subjects(), (Names{"First", "Second"}));
}

TEST_F(IdentityTest, many_threads_that_add_the_same_keys_give_each_one_identity) {
  constexpr int keys = 200;
  std::vector<std::thread> threads;
  for (int i = 0; i < 4; ++i)
    threads.emplace_back([this] {
      for (int key = 0; key < keys; ++key) add(std::to_string(key), "Item " + std::to_string(key));
    });
  for (std::thread& thread : threads) thread.join();
  const auto uids = login().uids();
  EXPECT_EQ(uids.size(), keys);
  EXPECT_EQ(std::set(uids.begin(), uids.end()).size(), keys);
}

}  // namespace
}  // namespace n3
