#include "spool_test.hpp"

namespace n3 {
namespace {

class ListingTest : public SpoolTest {};

TEST_F(ListingTest, an_empty_mailbox_is_an_empty_listing) {
  EXPECT_EQ(login().count(), 0);
  EXPECT_EQ(login("ann", {}).count(), 0);
}

TEST_F(ListingTest, mailboxes_are_merged_in_the_order_in_which_items_were_first_seen) {
  add("1", "One", "blog");
  add("1", "Two", "news");
  add("2", "Three", "blog");
  EXPECT_EQ(login("ann", {"news", "blog"}).subjects(), (Names{"One", "Two", "Three"}));
  EXPECT_EQ(login("ann", {"blog"}).subjects(), (Names{"One", "Three"}));
}

TEST_F(ListingTest, a_mailbox_named_twice_is_listed_once) {
  add("1", "One");
  EXPECT_EQ(login("ann", {"blog", "blog"}).count(), 1);
}

TEST_F(ListingTest, accounts_with_the_same_mailboxes_share_one_listing) {
  add("1", "One", "blog");
  add("1", "Two", "news");
  auto ann = login("ann", {"blog", "news"});
  auto bob = login("bob", {"news", "blog"});
  EXPECT_EQ(ann.snapshot.listing, bob.snapshot.listing);
}

TEST_F(ListingTest, a_listing_is_made_anew_only_when_something_has_changed) {
  add("1", "One");
  const auto* before = login().snapshot.listing.get();
  EXPECT_EQ(login().snapshot.listing.get(), before);
  add("1", "One");
  add("1", "Elsewhere", "news");
  EXPECT_EQ(login().snapshot.listing.get(), before);
  add("2", "Two");
  EXPECT_EQ(login().count(), 2);
}

TEST_F(ListingTest, a_session_does_not_see_what_comes_after_its_login) {
  add("1", "One");
  auto session = login();
  add("2", "Two");
  EXPECT_EQ(session.subjects(), Names{"One"});
}

TEST_F(ListingTest, an_item_for_one_account_is_shown_to_nobody_else) {
  add("1", "For all");
  Item secret = message_item("2", "For Ann");
  secret.account = "ann";
  spool->mailbox("blog").add(secret);
  add("3", "For all again");
  EXPECT_EQ(login("ann").subjects(), (Names{"For all", "For Ann", "For all again"}));
  EXPECT_EQ(login("bob").subjects(), (Names{"For all", "For all again"}));
  EXPECT_EQ(login("Ann").count(), 2);
  EXPECT_EQ(login("").count(), 2);
}

TEST_F(ListingTest, many_messages_are_listed_once_for_everybody) {
  constexpr std::size_t many = 20'000;
  spool->mailbox("blog").source("big", scripted([](auto) {
                                  Batch batch;
                                  for (std::size_t i = 0; i < many; ++i)
                                    batch.items.push_back({.key = std::to_string(i), .content = Message{}.text("x")});
                                  return batch;
                                }),
                                hourly);
  spool->start();
  while (!refusal().empty()) std::this_thread::sleep_for(std::chrono::milliseconds(100));
  ASSERT_EQ(login().count(), many);
  const auto* listing = login("ann").snapshot.listing.get();
  for (int i = 0; i < 100; ++i) ASSERT_EQ(login("account " + std::to_string(i)).snapshot.listing.get(), listing);
}

}  // namespace
}  // namespace n3
