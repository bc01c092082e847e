#include <gmock/gmock.h>

#include <chrono>
#include <memory>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "base/now.hpp"
#include "folder.hpp"
#include "spool/intake.hpp"
#include "spool/ledger_file.hpp"
#include "spool/upkeep.hpp"

namespace n3::spool {
namespace {

using namespace std::chrono_literals;
using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;
using testing::Not;

using Texts = std::vector<std::string>;

Item entry(const std::string& key) {
  return {
      .key = key, .content = Message{}.from("a@example.org").subject("Title " + key).text("Text."), .gathered = true};
}

/// What has been gathered until now is first seen before it.
Item digest(const std::string& key, std::chrono::sys_seconds end = now() + 1h) {
  return {.key = key, .content = Message{}.subject("Digest " + key), .gathers = end};
}

/// A ledger in a file, and the intake of one source.
class GatheredTest : public testing::Test {
 protected:
  GatheredTest() { start(); }

  void start() {
    intake_.reset();
    ledger.reset();
    ledger.emplace(open_ledger_file({file_}));
    intake_.emplace(*ledger, Place::enter(*ledger, "blog", "feed"), rules_, "n3.example.org");
  }

  void rules(const MailboxRules& rules) { rules_->set(rules); }

  Texts take(std::vector<Item> items) { return take(Batch{.items = std::move(items)}); }
  Texts take(const Batch& batch) { return intake_->take(batch, {}).problems; }

  std::vector<Entry> listed(const std::string& account = "") {
    return ledger->listed({intake_->place().mailbox, account}).entries;
  }

  std::string mail(std::size_t number, const std::string& account = "") {
    return ledger->content(static_cast<ItemId>(listed(account).at(number - 1).id))->bytes;
  }

  Texts subjects() {
    Texts all;
    for (std::size_t number = 1; number <= listed().size(); ++number) {
      const std::string text = mail(number);
      const std::size_t begin = text.find("Subject: ") + 9;
      all.push_back(text.substr(begin, text.find('\r', begin) - begin));
    }
    return all;
  }

  const Place& place() const { return intake_->place(); }
  Upkeep upkeep() { return Upkeep(open_ledger_file({file_})); }

  std::optional<Ledger> ledger;

 private:
  test::Folder folder_;
  const std::string file_ = folder_.file("n3.db");
  const std::shared_ptr<Rules> rules_ = std::make_shared<Rules>();
  std::optional<Intake> intake_;
};

TEST_F(GatheredTest, what_is_gathered_is_in_the_next_message_that_gathers) {
  EXPECT_THAT(take({entry("1"), entry("2")}), IsEmpty());
  EXPECT_THAT(listed(), IsEmpty());
  EXPECT_THAT(take({digest("a")}), IsEmpty());
  EXPECT_THAT(subjects(), ElementsAre("Digest a: 2 entries"));
  EXPECT_THAT(mail(1), HasSubstr("1. Title 1\r\n2. Title 2\r\n"));
}

TEST_F(GatheredTest, an_item_is_in_one_message_only) {
  take({entry("1"), entry("2"), digest("a")});
  take({entry("1"), entry("2"), digest("a"), digest("b")});
  take({entry("2"), entry("3"), digest("b")});
  EXPECT_THAT(subjects(), ElementsAre("Digest a: 2 entries", "Digest b: 1 entry"));
  EXPECT_THAT(mail(2), HasSubstr("1. Title 3\r\n"));
}

TEST_F(GatheredTest, where_nothing_was_gathered_there_is_no_message_and_its_key_stays_new) {
  take({digest("a")});
  EXPECT_THAT(listed(), IsEmpty());
  take({entry("1"), digest("a")});
  EXPECT_EQ(listed().size(), 1);
}

TEST_F(GatheredTest, only_what_was_first_seen_before_its_time_is_in_a_message) {
  take({entry("1"), digest("a", now() - 1h)});
  EXPECT_THAT(listed(), IsEmpty());
  take({entry("1"), digest("b")});
  EXPECT_THAT(subjects(), ElementsAre("Digest b: 1 entry"));
}

TEST_F(GatheredTest, a_message_is_the_same_after_a_restart_whatever_is_gathered_then) {
  take({entry("1"), digest("a")});
  const Entry before = listed().at(0);
  const std::string bytes = mail(1);
  take({entry("2")});
  start();
  take({entry("1"), entry("2"), digest("a")});
  ASSERT_EQ(listed().size(), 1);
  EXPECT_EQ(listed().at(0).uid, before.uid);
  EXPECT_EQ(listed().at(0).octets, before.octets);
  EXPECT_EQ(mail(1), bytes);
  take({digest("b")});
  EXPECT_THAT(subjects(), ElementsAre("Digest a: 1 entry", "Digest b: 1 entry"));
}

TEST_F(GatheredTest, a_fetch_that_failed_brings_its_items_all_the_same) {
  take({entry("1")});
  take({.items = {digest("a")}, .cursor = "next", .complete = true, .failure = Error::temporary("no luck")});
  EXPECT_THAT(subjects(), ElementsAre("Digest a: 1 entry"));
  EXPECT_EQ(ledger->cursor(place().source), "");
}

TEST_F(GatheredTest, a_message_that_gathers_is_none_of_a_backlog) {
  rules({.backlog = 1});
  take({entry("1"), entry("2"), digest("a", now() - 1h)});
  take({digest("b")});
  EXPECT_THAT(subjects(), ElementsAre("Digest b: 1 entry"));
  EXPECT_THAT(mail(1), HasSubstr("1. Title 2\r\n"));
}

TEST_F(GatheredTest, a_message_that_was_shown_is_not_gathered) {
  Item shown = entry("1");
  shown.gathered = false;
  take({shown});
  take({entry("1"), digest("a")});
  EXPECT_THAT(subjects(), ElementsAre("Title 1"));
}

TEST_F(GatheredTest, what_is_for_one_account_is_in_no_message_of_others) {
  Item mine = entry("1");
  mine.account = "ann";
  Item digest_of_mine = digest("a");
  digest_of_mine.account = "ann";
  take({mine, digest("b"), digest_of_mine});
  EXPECT_THAT(listed(), IsEmpty());
  EXPECT_THAT(mail(1, "ann"), HasSubstr("Subject: Digest a: 1 entry\r\n"));
}

TEST_F(GatheredTest, attachments_are_left_out_and_nothing_is_finished) {
  Item item = entry("1");
  std::get<Message>(item.content).attach({.name = "song.mp3", .bytes = "x"});
  item.finish = [](Message) -> Message { throw std::runtime_error("finished"); };
  EXPECT_THAT(take({item, digest("a")}), IsEmpty());
  EXPECT_THAT(mail(1), Not(HasSubstr("song.mp3")));
}

TEST_F(GatheredTest, mail_cannot_be_gathered) {
  EXPECT_THAT(take({{.key = "1", .content = Mail{"Subject: x\r\n\r\n"}, .gathered = true},
                    {.key = "2", .content = MailFile{"/nowhere"}, .gathers = now()}}),
              ElementsAre("item 1 left out: it is mail, and cannot be gathered",
                          "item 2 left out: it is mail, and cannot be gathered"));
}

TEST_F(GatheredTest, what_is_forgotten_waits_no_more) {
  take({entry("1"), entry("2")});
  upkeep().forget_all("blog");
  take({entry("1"), digest("a")});
  EXPECT_THAT(subjects(), ElementsAre("Digest a: 1 entry"));
}

/// With a ledger alone one can set its clock.
class GatheringClockTest : public GatheredTest {
 protected:
  void enter(const std::string& key, std::chrono::sys_seconds time) {
    ledger->change(place().mailbox, place().source, time, [&](Ledger::Change& change) {
      change.insert(
          {.key = key, .account = {}, .identity = key, .state = State::retired, .gathered = {{.title = key}}});
    });
  }

  Texts waiting(std::chrono::sys_seconds end, std::chrono::sys_seconds time) {
    Texts titles;
    for (const auto& one : ledger->gathered(place().source, "", end, time).entries) titles.push_back(one.title);
    return titles;
  }

  static constexpr std::chrono::sys_seconds begin{1'000'000s};
};

TEST_F(GatheringClockTest, a_time_is_the_first_second_that_is_too_late) {
  enter("1", begin - 1s);
  enter("2", begin);
  EXPECT_THAT(waiting(begin, begin + 1h), ElementsAre("1"));
}

TEST_F(GatheringClockTest, what_was_seen_while_the_clock_was_ahead_need_not_wait_for_that_time) {
  enter("1", begin + 8760h);
  enter("2", begin - 1h);
  enter("3", begin + 1h);
  EXPECT_THAT(waiting(begin, begin + 2h), ElementsAre("1", "2"));
}

TEST_F(GatheringClockTest, of_two_messages_with_the_same_entries_only_the_first_is_entered) {
  enter("1", begin);
  enter("2", begin);
  const auto items = ledger->gathered(place().source, "", begin + 1s, begin).items;
  ASSERT_EQ(items.size(), 2);
  ledger->change(place().mailbox, place().source, begin, [&](Ledger::Change& change) {
    change.insert_gathering({.key = "a", .account = {}, .identity = "a"}, std::span(items).first(1));
    change.insert_gathering({.key = "a", .account = {}, .identity = "a"}, std::span(items).last(1));
    change.insert_gathering({.key = "b", .account = {}, .identity = "b"}, items);
    change.set_fetched("");
  });
  EXPECT_EQ(listed().size(), 1);
  EXPECT_THAT(waiting(begin + 1s, begin), ElementsAre("2"));
}

}  // namespace
}  // namespace n3::spool
