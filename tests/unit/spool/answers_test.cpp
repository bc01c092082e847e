#include "spool_test.hpp"

namespace n3 {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;

std::string field(const std::string& mail, const std::string& name) {
  const std::size_t begin = mail.find("\r\n" + name + ": ");
  if (begin == mail.npos) return {};
  const std::size_t value = begin + 2 + name.size() + 2;
  return mail.substr(value, mail.find("\r\n", value) - value);
}

Item answer(const std::string& key, const std::string& to) {
  Item item = message_item(key, "Answer " + key);
  item.in_reply_to = to;
  return item;
}

// What a source says of which item answers which.
class AnswersTest : public SpoolTest {
 protected:
  ~AnswersTest() override { spool.reset(); }

  void fetch(std::vector<Item> items) {
    spool->mailbox("blog").source("feed", scripted([=](auto) { return Batch{.items = items}; }), hourly);
    spool->start();
  }
};

TEST_F(AnswersTest, an_answer_refers_to_the_message_that_it_answers) {
  add("1", "Question");
  spool->mailbox("blog").add(answer("2", "1"));
  auto session = login();
  const std::string id = field(session.retrieve(1), "Message-ID");
  EXPECT_NE(id, "");
  EXPECT_EQ(field(session.retrieve(2), "In-Reply-To"), id);
  EXPECT_EQ(field(session.retrieve(2), "References"), id);
  EXPECT_EQ(field(session.retrieve(1), "References"), "");
}

TEST_F(AnswersTest, they_may_come_together_and_the_answer_first) {
  fetch({answer("2", "1"), message_item("1", "Question"), answer("3", "1")});
  auto session = login();
  const std::string id = field(session.retrieve(2), "Message-ID");
  EXPECT_EQ(field(session.retrieve(1), "In-Reply-To"), id);
  EXPECT_EQ(field(session.retrieve(3), "In-Reply-To"), id);
}

TEST_F(AnswersTest, answers_to_what_never_comes_are_one_thread) {
  fetch({answer("2", "1"), answer("3", "1"), answer("4", "0")});
  auto session = login();
  EXPECT_EQ(field(session.retrieve(1), "References"), field(session.retrieve(2), "References"));
  EXPECT_NE(field(session.retrieve(1), "References"), field(session.retrieve(3), "References"));
}

// ---- Item::finish ----

class FinishTest : public SpoolTest {
 protected:
  ~FinishTest() override { spool.reset(); }

  Item item(const std::string& text) {
    return {.key = "1", .content = Message{}.subject("One").text(text), .finish = [this](Message message) {
              ++finished;
              return message.attach({.name = "a.txt", .bytes = "Fetched."});
            }};
  }

  int finished = 0;
};

TEST_F(FinishTest, a_message_is_finished_once_when_it_is_new) {
  spool->mailbox("blog").add(item("Text."));
  spool->mailbox("blog").add(item("Text."));
  spool->mailbox("blog").add(item("Other text, which is ignored."));
  EXPECT_EQ(finished, 1);
  auto session = login();
  ASSERT_EQ(session.count(), 1);
  EXPECT_THAT(session.retrieve(1), HasSubstr("a.txt"));
}

TEST_F(FinishTest, another_version_is_finished_too) {
  spool->mailbox("blog").rules({.changes = Changes::reply});
  for (const char* text : {"Text.", "Text.", "Other text.", "Other text."}) spool->mailbox("blog").add(item(text));
  EXPECT_EQ(finished, 2);
  auto session = login();
  EXPECT_THAT(session.subjects(), ElementsAre("One", "Re: One"));
  EXPECT_THAT(session.retrieve(2), HasSubstr("a.txt"));
}

TEST_F(FinishTest, what_is_older_than_the_backlog_is_not_finished) {
  spool->mailbox("blog").rules({.backlog = 1});
  Item old = item("Text.");
  old.key = "0";
  spool->mailbox("blog").source("feed", scripted([=, this](auto) { return Batch{.items = {old, item("New.")}}; }),
                                hourly);
  spool->start();
  EXPECT_EQ(login().count(), 1);
  EXPECT_EQ(finished, 1);
}

TEST_F(FinishTest, what_cannot_be_finished_is_left_out_and_tried_again) {
  bool broken = true;
  Item fragile = item("Text.");
  fragile.finish = [&](Message message) {
    if (broken) throw std::runtime_error("no luck");
    return message;
  };
  spool->mailbox("blog").source(
      "feed", scripted([=](auto) { return Batch{.items = {message_item("0", "Zero"), fragile}}; }), at_login);
  spool->start();
  EXPECT_THAT(login().subjects(), ElementsAre("Zero"));
  EXPECT_EQ(logged("item 1 left out: no luck"), 1);
  broken = false;
  EXPECT_THAT(login().subjects(), ElementsAre("Zero", "One"));
}

}  // namespace
}  // namespace n3
