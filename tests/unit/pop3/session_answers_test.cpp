#include <algorithm>
#include <functional>
#include <map>
#include <set>
#include <string>
#include <vector>

#include <gtest/gtest.h>

#include "questions.hpp"

// What a driver may do to a session: ask it again, answer late, answer what was not asked.
namespace n3::pop3 {
namespace {

// Every answer there is: sound ones, and ones that would be refused.
const std::map<std::string, std::vector<std::function<void(Session&)>>> answers{
    {"CheckCredential", {check.answer, [](Session& s) { s.answered(Verdict::denied("no")); }}},
    {"FindSecret", {find.answer, [](Session& s) { s.answered(std::optional<Secret>()); }}},
    {"OpenMaildrop", {open_maildrop.answer, [](Session& s) { s.answered(Snapshot{}); }}},
    {"OpenMessage",
     {open_message.answer, [](Session& s) { s.answered(chunks()); },
      [](Session& s) { s.answered(Body::file("/nowhere")); }, [](Session& s) { s.answered(Body::chunks(nullptr)); }}},
    {"NextChunk", {next_chunk.answer, [](Session& s) { s.answered(std::string_view()); }}},
    {"RemoveMessages", {remove.answer}},
};

void give_all_answers(Session& session) {
  for (const auto& [kind, given] : answers)
    for (const auto& answer : given) answer(session);
}

TEST(Session, asks_each_of_its_six_questions) {
  std::set<std::size_t> kinds;
  for (const Asking& asking : questions) {
    Dialogue dialogue;
    asking.begin(dialogue);
    ASSERT_TRUE(dialogue.question) << asking.name;
    kinds.insert(dialogue.question->index());
    asking.answer(dialogue.session);
    EXPECT_EQ(dialogue.go_on(), asking.reply) << asking.name;
  }
  EXPECT_EQ(kinds.size(), std::variant_size_v<Question>);
}

TEST(Session, asks_once_and_then_is_idle_until_the_deadline_of_the_question) {
  for (const Asking& asking : questions) {
    Dialogue dialogue;
    asking.begin(dialogue);
    const Policy policy;
    for (int i = 0; i < 3; ++i) {
      const Step step = dialogue.session.next(dialogue.now + std::chrono::seconds(i));
      EXPECT_EQ(step.kind, Step::Kind::idle) << asking.name;
      EXPECT_EQ(step.deadline, dialogue.now + policy.question) << asking.name;
    }
  }
}

TEST(Session, ignores_answers_to_what_it_has_not_asked) {
  for (const Asking& asking : questions) {
    Dialogue dialogue;
    asking.begin(dialogue);
    for (const auto& [kind, given] : answers) {
      if (kind == asking.name) continue;
      for (const auto& answer : given) answer(dialogue.session);
    }
    EXPECT_EQ(dialogue.go_on(), "") << asking.name;
    EXPECT_EQ(dialogue.step.kind, Step::Kind::idle) << asking.name;
    asking.answer(dialogue.session);
    EXPECT_EQ(dialogue.go_on(), asking.reply) << asking.name;
  }
}

TEST(Session, ignores_answers_and_failures_where_it_has_asked_nothing) {
  Dialogue before;
  before.go_on();
  give_all_answers(before.session);
  before.session.failed(Error::permanent("nobody asked"));
  EXPECT_EQ(before.send("CAPA x\r\n"), "-ERR CAPA takes no argument\r\n");

  Dialogue after;
  after.log_in(one_message());
  give_all_answers(after.session);
  after.session.failed(Error::permanent("nobody asked"));
  EXPECT_EQ(after.send("STAT\r\n"), "+OK 1 14\r\n");
}

TEST(Session, ignores_an_answer_that_comes_after_the_question_has_timed_out) {
  for (const Asking& asking : questions) {
    Dialogue dialogue;
    asking.begin(dialogue);
    dialogue.session.timed_out();
    dialogue.go_on();
    asking.answer(dialogue.session);
    dialogue.session.failed(Error::permanent("too late"));
    EXPECT_EQ(dialogue.go_on(), "") << asking.name;
    EXPECT_NE(dialogue.step.kind, Step::Kind::idle) << asking.name;
  }
}

TEST(Session, takes_an_answer_once) {
  for (const Asking& asking : questions) {
    Dialogue dialogue;
    asking.begin(dialogue);
    asking.answer(dialogue.session);
    asking.answer(dialogue.session);
    dialogue.session.failed(Error::permanent("twice"));
    if (asking.name == "CheckCredential" || asking.name == "FindSecret") continue;  // that failed the next question
    EXPECT_EQ(dialogue.go_on(), asking.reply) << asking.name;
  }
}

// ---- The same step again ----

bool same_step(const Step& a, const Step& b) {
  return a.kind == b.kind && a.deadline == b.deadline && a.bytes == b.bytes && a.bytes.data() == b.bytes.data() &&
         a.room == b.room;
}

TEST(Session, says_the_same_thing_until_something_happens) {
  Dialogue dialogue;
  std::string written;
  std::string_view input = "USER andris\r\nPASS 12345\r\nLIST\r\nUIDL\r\nRETR 1\r\nNONSENSE\r\nDELE 1\r\nQUIT\r\n";
  for (int steps = 0; steps < 1000; ++steps) {
    const Step step = dialogue.session.next(dialogue.now);
    for (int i = 0; i < 3 && step.kind != Step::Kind::ask; ++i)
      ASSERT_TRUE(same_step(step, dialogue.session.next(dialogue.now))) << "after " << written;
    switch (step.kind) {
      case Step::Kind::read:
        dialogue.session.received(input.substr(0, 7));
        input.remove_prefix(std::min<std::size_t>(7, input.size()));
        break;
      case Step::Kind::write:  // never all of it
        written += step.bytes.substr(0, 5);
        dialogue.session.sent(std::min<std::size_t>(5, step.bytes.size()));
        break;
      case Step::Kind::ask: give_all_answers(dialogue.session); break;
      default: ASSERT_EQ(step.kind, Step::Kind::close); break;
    }
    if (step.kind == Step::Kind::close) break;
  }
  EXPECT_TRUE(written.ends_with("+OK bye\r\n")) << written;
}

// ---- The end ----

void expect_closed_for_good(Dialogue& dialogue) {
  dialogue.go_on();
  ASSERT_EQ(dialogue.step.kind, Step::Kind::close);
  const std::string why = dialogue.session.summary().end;
  dialogue.question.reset();
  for (int i = 0; i < 2; ++i) {
    EXPECT_EQ(dialogue.send("USER andris\r\nPASS 12345\r\nNOOP\r\n"), "");
    give_all_answers(dialogue.session);
    dialogue.session.failed(Error::temporary("late"));
    dialogue.session.timed_out();
    dialogue.session.stop();
    dialogue.session.encrypted("TLSv1.3");
    EXPECT_EQ(dialogue.go_on(), "");
    EXPECT_EQ(dialogue.step.kind, Step::Kind::close);
    dialogue.session.disconnected("again");
  }
  EXPECT_FALSE(dialogue.question) << "nothing is asked, and nothing removed, after the end";
  EXPECT_EQ(dialogue.session.summary().end, why) << "the first reason counts";
}

TEST(Session, stays_closed_however_it_has_ended) {
  using Ending = std::function<void(Dialogue&)>;
  const Ending endings[] = {
      [](Dialogue& d) { d.send("QUIT\r\n"); }, [](Dialogue& d) { remove.begin(d), d.answer(Done{}); },
      [](Dialogue& d) { d.log_in(one_message()), d.send("DELE 1\r\n"), d.session.disconnected("reset"); },
      [](Dialogue& d) { d.go_on(), d.session.timed_out(); }, [](Dialogue& d) { d.session.stop(); }};
  for (const Ending& ending : endings) {
    Dialogue dialogue;
    ending(dialogue);
    expect_closed_for_good(dialogue);
  }
}

TEST(Session, stays_closed_when_the_client_has_gone_while_a_question_is_out) {
  for (const Asking& asking : questions) {
    if (asking.name == "RemoveMessages") continue;  // that one is waited for
    Dialogue dialogue;
    asking.begin(dialogue);
    dialogue.session.disconnected("reset");
    expect_closed_for_good(dialogue);
  }
}

TEST(Session, waits_for_a_removal_that_is_under_way_when_the_client_goes) {
  Dialogue dialogue;
  remove.begin(dialogue);
  dialogue.session.disconnected("reset");
  EXPECT_EQ(dialogue.go_on(), "");
  EXPECT_EQ(dialogue.step.kind, Step::Kind::idle);
  EXPECT_EQ(dialogue.step.room, 0) << "there is nobody to read from";
  EXPECT_EQ(dialogue.answer(Done{}), "");
  EXPECT_EQ(dialogue.step.kind, Step::Kind::close);
  EXPECT_EQ(dialogue.session.summary().removed, 1);
}

}  // namespace
}  // namespace n3::pop3
