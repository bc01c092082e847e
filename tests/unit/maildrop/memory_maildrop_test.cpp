#include <n3/memory_maildrop.hpp>

#include <chrono>
#include <set>
#include <string>
#include <thread>
#include <vector>

#include <gtest/gtest.h>

#include "bodies.hpp"

namespace n3 {
namespace {

using Uids = std::vector<std::string>;

Message tick() { return Message{}.from("Clock", "clock@example.org").subject("Tick").text("It is noon."); }

// What one session sees.
Uids uids(Maildrop& maildrop) {
  Uids seen;
  for (const Entry& entry : *maildrop.list().value()->listing) seen.push_back(entry.uid);
  return seen;
}

std::string mail(Maildrop& maildrop, std::size_t index) { return read_all(std::move(*maildrop.open(index).value())); }

void remove(Maildrop& maildrop, std::vector<std::size_t> indexes) {
  EXPECT_NE(maildrop.remove(indexes).value(), nullptr);
}

TEST(MemoryMaildrop, gives_the_same_key_the_same_uid_and_the_same_bytes_for_ever) {
  MemoryMaildrop today;
  today.add("noon", tick());
  MemoryMaildrop after_a_restart;
  after_a_restart.add("other", Message{});
  after_a_restart.add("noon", tick());

  EXPECT_EQ(uids(today)[0], uids(after_a_restart)[1]);
  EXPECT_EQ(mail(today, 0), mail(after_a_restart, 1));
}

TEST(MemoryMaildrop, gives_other_keys_other_uids) {
  MemoryMaildrop box;
  for (const std::string key : {"a", "b", "", "key", "a b", "A"}) box.add(key, tick());
  box.add(std::string_view("a\0", 2), tick());
  const Uids seen = uids(box);
  EXPECT_EQ(std::set<std::string>(seen.begin(), seen.end()).size(), 7);
}

TEST(MemoryMaildrop, lists_messages_in_the_order_they_came_with_the_octets_they_have) {
  MemoryMaildrop box;
  box.add("first", "A: b\n\n.x\n");
  box.add("second", tick());
  auto snapshot = box.list();
  const Listing& listing = *snapshot.value()->listing;
  ASSERT_EQ(listing.size(), 2);
  EXPECT_EQ(listing[0].octets, 12);
  EXPECT_EQ(listing[1].octets, octets(mail(box, 1)));
  EXPECT_EQ(mail(box, 0), "A: b\n\n.x\n");
  EXPECT_NE(mail(box, 1).find("Subject: Tick"), std::string::npos);
}

TEST(MemoryMaildrop, keeps_the_first_message_of_a_key) {
  MemoryMaildrop box;
  box.add("noon", "A: first\n\n");
  box.add("noon", "A: second\n\n");
  EXPECT_EQ(uids(box).size(), 1);
  EXPECT_EQ(mail(box, 0), "A: first\n\n");
}

TEST(MemoryMaildrop, takes_a_message_without_a_key_for_a_new_one_each_time) {
  MemoryMaildrop box;
  box.add(tick());
  box.add(tick());
  const Uids seen = uids(box);
  ASSERT_EQ(seen.size(), 2);
  EXPECT_NE(seen[0], seen[1]);
  EXPECT_NE(mail(box, 0), mail(box, 1)) << "their Message-IDs differ";
}

TEST(MemoryMaildrop, dates_a_message_as_it_says_or_else_by_its_identity) {
  using namespace std::chrono;
  MemoryMaildrop box;
  box.add("undated", tick());
  box.add("dated", tick().date(sys_days(2020y / 2 / 29)));
  box.add(tick());
  auto snapshot = box.list();
  const Listing& listing = *snapshot.value()->listing;
  EXPECT_NE(mail(box, 0).find("Date: Thu, 01 Jan 1970 00:00:00"), std::string::npos) << mail(box, 0);
  EXPECT_EQ(listing[0].received, sys_seconds());
  EXPECT_NE(mail(box, 1).find("Date: Sat, 29 Feb 2020 00:00:00"), std::string::npos) << mail(box, 1);
  EXPECT_EQ(listing[1].received, sys_seconds(sys_days(2020y / 2 / 29)));
  EXPECT_GT(listing[2].received, sys_seconds(sys_days(2025y / 1 / 1)));
}

TEST(MemoryMaildrop, puts_its_host_into_message_ids) {
  MemoryMaildrop box("pop.example.org");
  box.add("noon", tick());
  uids(box);
  EXPECT_NE(mail(box, 0).find("@pop.example.org>"), std::string::npos) << mail(box, 0);
}

// ---- Copies, one for each session ----

TEST(MemoryMaildrop, shares_its_messages_with_its_copies) {
  MemoryMaildrop box;
  MemoryMaildrop session = box;
  box.add("noon", tick());
  EXPECT_EQ(uids(session).size(), 1);
}

TEST(MemoryMaildrop, shares_one_listing_among_sessions_until_something_changes) {
  MemoryMaildrop box;
  box.add("noon", tick());
  MemoryMaildrop one = box;
  MemoryMaildrop other = box;
  const auto listing = one.list().value()->listing;
  EXPECT_EQ(other.list().value()->listing, listing);
  box.add("noon", tick());  // changes nothing
  EXPECT_EQ(MemoryMaildrop(box).list().value()->listing, listing);
  box.add("one o'clock", tick());
  EXPECT_NE(MemoryMaildrop(box).list().value()->listing, listing);
}

TEST(MemoryMaildrop, does_not_show_a_session_what_came_after_its_login) {
  MemoryMaildrop box;
  box.add("noon", "A: noon\n\n");
  MemoryMaildrop session = box;
  auto snapshot = session.list();
  box.add("one o'clock", "A: one\n\n");
  EXPECT_EQ(snapshot.value()->listing->size(), 1);
  EXPECT_EQ(mail(session, 0), "A: noon\n\n");
  EXPECT_THROW((void)session.open(1), std::out_of_range);
  EXPECT_EQ(uids(box).size(), 2);
}

TEST(MemoryMaildrop, shows_a_session_to_its_end_what_another_has_removed) {
  MemoryMaildrop box;
  for (const std::string key : {"a", "b", "c"}) box.add(key, "A: " + key + "\n\n");
  MemoryMaildrop one = box;
  MemoryMaildrop other = box;
  uids(one);
  uids(other);
  remove(one, {0, 1});
  EXPECT_EQ(mail(other, 0), "A: a\n\n");
  EXPECT_EQ(mail(other, 2), "A: c\n\n");
  EXPECT_EQ(uids(box).size(), 1);
  EXPECT_EQ(mail(box, 0), "A: c\n\n");
}

TEST(MemoryMaildrop, removes_what_the_session_meant_whatever_has_changed_since) {
  MemoryMaildrop box;
  for (const std::string key : {"a", "b", "c"}) box.add(key, "A: " + key + "\n\n");
  MemoryMaildrop one = box;
  MemoryMaildrop other = box;
  uids(one);
  uids(other);
  remove(one, {0});
  box.add("d", "A: d\n\n");
  remove(other, {0, 1});  // the first has gone already, which is no error
  ASSERT_EQ(uids(box).size(), 2);
  EXPECT_EQ(mail(box, 0), "A: c\n\n");
  EXPECT_EQ(mail(box, 1), "A: d\n\n");
}

TEST(MemoryMaildrop, may_be_added_to_by_any_thread_while_sessions_read) {
  MemoryMaildrop box;
  {
    std::vector<std::jthread> threads;
    for (int thread = 0; thread < 2; ++thread)
      threads.emplace_back([&box, thread] {
        for (int i = 0; i < 300; ++i) box.add(std::to_string(thread) + "." + std::to_string(i), "A: b\n\n");
      });
    threads.emplace_back([&box] {
      for (int i = 0; i < 100; ++i) {
        MemoryMaildrop session = box;
        const std::size_t count = uids(session).size();
        for (std::size_t index = 0; index < count; ++index) EXPECT_EQ(mail(session, index).size(), 6);
      }
    });
  }
  EXPECT_EQ(uids(box).size(), 600);
}

TEST(MemoryMaildrop, has_other_message_ids_for_other_messages_of_the_same_key) {
  const auto message_id = [](const std::string& mail) {
    const std::size_t begin = mail.find("Message-ID: ");
    return mail.substr(begin, mail.find('\r', begin) - begin);
  };
  MemoryMaildrop ann, bob, ann_again;
  ann.add("welcome", Message{}.text("Hello Ann"));
  bob.add("welcome", Message{}.text("Hello Bob"));
  ann_again.add("welcome", Message{}.text("Hello Ann"));
  EXPECT_EQ(uids(ann), uids(bob));
  EXPECT_EQ(uids(ann), uids(ann_again));
  EXPECT_NE(message_id(mail(ann, 0)), message_id(mail(bob, 0)));
  EXPECT_EQ(mail(ann, 0), mail(ann_again, 0));
}

TEST(MemoryMaildrop, answers_at_once_and_locks_nothing) {
  const MemoryMaildrop box;
  EXPECT_TRUE(box.instant());
  EXPECT_EQ(box.locks(), Uids{});
}

}  // namespace
}  // namespace n3
