#include "spool_test.hpp"

#include "spool/housekeeper.hpp"
#include "spool/intake.hpp"
#include "spool/ledger_file.hpp"
#include "spool/retention.hpp"

namespace n3 {
namespace {

using namespace std::chrono_literals;
using testing::AllOf;
using testing::HasSubstr;
using testing::IsEmpty;

class RulesTest : public SpoolTest {
 protected:
  ~RulesTest() override { spool.reset(); }

  void rules(const MailboxRules& rules) { spool->mailbox("blog").rules(rules); }

  void add_many(int from, int to) {
    for (int i = from; i <= to; ++i) add(std::to_string(i), std::to_string(i));
  }

  static Item item(const std::string& key, const std::string& text) {
    return {.key = key, .content = Message{}.from("a@example.org").subject("About " + key).text(text)};
  }

  void say(const std::string& text) { spool->mailbox("blog").add(item("1", text)); }
};

// ---- keep, keep_for ----

TEST_F(RulesTest, a_mailbox_keeps_the_newest_and_lets_the_others_go_by_the_tenth) {
  rules({.keep = 20});
  add_many(1, 22);
  EXPECT_EQ(login().count(), 22);
  add_many(23, 23);
  auto session = login();
  EXPECT_EQ(session.count(), 20);
  EXPECT_EQ(session.subject(1), "4");
}

TEST_F(RulesTest, what_has_gone_does_not_come_back_though_its_source_still_has_it) {
  rules({.keep = 5});
  add_many(1, 8);
  add_many(1, 8);
  EXPECT_EQ(login().subjects(), (Names{"4", "5", "6", "7", "8"}));
  rules({});
  add_many(1, 8);
  EXPECT_EQ(login().count(), 5);
}

TEST_F(RulesTest, each_account_keeps_the_newest_of_its_own) {
  rules({.keep = 2});
  for (const char* key : {"1", "2", "3"}) {
    spool->mailbox("blog").add({.key = key, .content = Message{}.subject(key)});
    spool->mailbox("blog").add({.key = std::string("ann ") + key, .content = Message{}.subject(key), .account = "ann"});
  }
  EXPECT_EQ(login("ann").count(), 4);
  EXPECT_EQ(login("bob").count(), 2);
}

TEST_F(RulesTest, a_session_can_still_read_what_was_retired_after_it_began) {
  rules({.keep = 2});
  add_many(1, 2);
  auto session = login();
  add_many(3, 4);
  EXPECT_EQ(session.subjects(), (Names{"1", "2"}));
}

/// With a ledger of one's own one can be in the future.
class RetentionTest : public testing::Test {
 protected:
  void add(const std::string& key, std::chrono::sys_seconds time) {
    ledger.change(mailbox, source, time, [&](spool::Ledger::Change& change) {
      change.insert({.key = key, .account = {}, .identity = key, .bytes = "bytes"});
    });
  }

  std::vector<std::string> uids() {
    std::vector<std::string> all;
    for (const Entry& entry : ledger.listed({mailbox, ""}).entries) all.push_back(entry.uid);
    return all;
  }

  static constexpr std::chrono::sys_seconds begin{1'000'000s};

  spool::Ledger ledger{spool::open_ledger_file({.file = ":memory:"})};
  spool::MailboxId mailbox = ledger.mailbox("blog");
  spool::SourceId source = ledger.source(mailbox, "");
};

TEST_F(RetentionTest, a_mailbox_keeps_what_is_young_enough) {
  add("old", begin);
  add("young", begin + 24h);
  spool::retire_old(ledger, mailbox, {.keep_for = 48h}, begin + 48h);
  EXPECT_EQ(uids().size(), 2);
  spool::retire_old(ledger, mailbox, {.keep_for = 48h}, begin + 49h);
  EXPECT_EQ(uids(), std::vector<std::string>{"young"});
}

TEST_F(RetentionTest, the_bytes_of_what_is_retired_go_when_no_session_can_want_them) {
  add("old", begin);
  const auto item = static_cast<spool::ItemId>(ledger.listed({mailbox, ""}).entries.at(0).id);
  spool::retire_old(ledger, mailbox, {.keep_for = 1h}, begin + 2h);
  spool::bury(ledger, begin + 25h);
  EXPECT_EQ(ledger.content(item)->bytes, "bytes");
  spool::bury(ledger, begin + 27h);
  EXPECT_EQ(ledger.content(item)->bytes, "");
}

TEST(PatientClock, believes_a_clock_that_runs_and_is_corrected_a_little) {
  spool::PatientClock clock;
  const std::chrono::sys_seconds noon{1'000'000s};
  EXPECT_EQ(clock.now(noon, 0s), noon);
  EXPECT_EQ(clock.now(noon + 10h, 10h), noon + 10h);
  EXPECT_EQ(clock.now(noon + 11h + 30min, 11h), noon + 11h + 30min);
  EXPECT_EQ(clock.now(noon + 2h, 12h), noon + 2h) << "backwards nothing grows old";
}

TEST(PatientClock, believes_a_jump_ahead_after_a_day) {
  spool::PatientClock clock;
  const std::chrono::sys_seconds noon{1'000'000s};
  const auto year = 24h * 365;
  clock.now(noon, 0s);
  EXPECT_EQ(clock.now(noon + year + 1h, 1h), noon + 1h);
  EXPECT_EQ(clock.now(noon + year + 20h, 20h), noon + 20h);
  EXPECT_EQ(clock.now(noon + year + 26h, 26h), noon + year + 26h);
}

TEST(PatientClock, forgets_a_jump_that_was_taken_back) {
  spool::PatientClock clock;
  const std::chrono::sys_seconds noon{1'000'000s};
  clock.now(noon, 0s);
  EXPECT_EQ(clock.now(noon + 24h * 365, 1h), noon + 1h);
  EXPECT_EQ(clock.now(noon + 2h, 2h), noon + 2h);
  EXPECT_EQ(clock.now(noon + 24h * 365, 30h), noon + 30h);
}

// ---- backlog ----

TEST_F(RulesTest, a_new_source_starts_with_the_newest_of_what_it_has) {
  rules({.backlog = 2});
  int last = 5;
  spool->mailbox("blog").source("feed", scripted([&](auto) {
                                  Batch batch;
                                  for (int i = 1; i <= last; ++i)
                                    batch.items.push_back(message_item(std::to_string(i), std::to_string(i)));
                                  return batch;
                                }),
                                at_login);
  spool->start();
  EXPECT_EQ(login().subjects(), (Names{"4", "5"}));
  last = 8;
  EXPECT_EQ(login().subjects(), (Names{"4", "5", "6", "7", "8"}));
}

// ---- changes ----

TEST_F(RulesTest, what_says_something_else_stays_as_it_was) {
  say("One.");
  const std::string before = login().retrieve(1);
  say("Two.");
  EXPECT_EQ(login().retrieve(1), before);
  rules({.changes = Changes::reply});
  say("Two.");
  EXPECT_EQ(login().count(), 1) << "that is no news";
}

TEST_F(RulesTest, what_nobody_has_retrieved_is_replaced_by_what_it_says_now) {
  rules({.changes = Changes::replace});
  say("One.");
  auto session = login();
  const std::string uid = session.entry(1).uid;
  say("Two.");
  auto later = login();
  EXPECT_EQ(later.count(), 1);
  EXPECT_NE(later.entry(1).uid, uid);
  EXPECT_THAT(later.retrieve(1), HasSubstr("Two."));
  EXPECT_THAT(session.retrieve(1), HasSubstr("One.")) << "it was listed";
}

TEST_F(RulesTest, what_somebody_has_retrieved_is_not_replaced) {
  rules({.changes = Changes::replace});
  say("One.");
  const std::string before = login("ann").retrieve(1);
  say("Two.");
  EXPECT_EQ(login("bob").count(), 1);
  EXPECT_EQ(login("bob").retrieve(1), before);
}

std::string header(const std::string& mail, const std::string& name) {
  const std::size_t at = mail.find("\r\n" + name + ": ");
  if (at == mail.npos) return "";
  const std::size_t begin = at + name.size() + 4;
  return mail.substr(begin, mail.find("\r\n", begin) - begin);
}

TEST_F(RulesTest, what_says_something_else_is_told_of_in_a_reply) {
  rules({.changes = Changes::reply});
  say("The first line.\nThe price is 10.\n");
  const std::string before = login().retrieve(1);
  say("The first line.\nThe price is 12.\n");
  auto session = login();
  ASSERT_EQ(session.count(), 2);
  EXPECT_EQ(session.retrieve(1), before);
  const std::string after = session.retrieve(2);
  EXPECT_EQ(session.subject(2), "Re: About 1");
  EXPECT_EQ(header(after, "In-Reply-To"), header(before, "Message-ID"));
  EXPECT_EQ(header(after, "References"), header(before, "Message-ID"));
  EXPECT_NE(header(after, "Message-ID"), header(before, "Message-ID"));
  EXPECT_THAT(after, HasSubstr("\r\n- The price is 10.\r\n+ The price is 12.\r\n"));
  EXPECT_THAT(after, testing::Not(HasSubstr("- The first line.")));
}

TEST_F(RulesTest, what_goes_back_and_forth_is_told_of_once) {
  rules({.changes = Changes::reply});
  for (const char* text : {"One.", "Two.", "One.", "Two.", "One."}) say(text);
  EXPECT_EQ(login().count(), 2);
  say("Three.");
  EXPECT_EQ(login().count(), 3);
}

TEST_F(RulesTest, a_source_may_say_itself_what_a_change_is) {
  rules({.changes = Changes::reply});
  const auto add = [this](std::string revision, const std::string& text) {
    Item changed = item("1", text);
    changed.revision = std::move(revision);
    spool->mailbox("blog").add(changed);
  };
  add("1", "Seen by 10 people.");
  add("1", "Seen by 12 people.");
  EXPECT_EQ(login().count(), 1);
  add("2", "Seen by 12 people.");
  EXPECT_EQ(login().count(), 2);
}

// ---- exclusive; EXPIRE ----

TEST_F(RulesTest, a_mailbox_may_be_for_one_session_at_a_time) {
  rules({.lock = Lock::exclusive});
  add("1", "First");
  EXPECT_EQ(login().locks(), Names{"blog"});
}

TEST_F(RulesTest, the_least_that_is_promised_is_told) {
  const auto told = [this](Names mailboxes) { return login("ann", std::move(mailboxes)).snapshot.kept_for; };
  spool->mailbox("month").rules({.keep_for = 30 * 24h});
  spool->mailbox("week").rules({.keep_for = 7 * 24h + 1h});
  spool->mailbox("hours").rules({.keep_for = 23h});
  spool->mailbox("many").rules({.keep = 1000});
  EXPECT_EQ(told({"blog"}), Snapshot::for_ever);
  EXPECT_EQ(told({"blog", "month"}), std::chrono::days(30));
  EXPECT_EQ(told({"blog", "month", "week"}), std::chrono::days(7));
  EXPECT_EQ(told({"blog", "hours"}), std::nullopt);
  EXPECT_EQ(told({"month", "many"}), std::nullopt);
}

}  // namespace
}  // namespace n3
