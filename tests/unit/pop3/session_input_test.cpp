#include <gmock/gmock.h>

#include "questions.hpp"

// Half a connection: the client has finished sending, and perhaps reads on.
namespace n3::pop3 {
namespace {

TEST(Session, answers_what_was_said_before_the_end_of_input) {
  Dialogue dialogue;
  dialogue.log_in(one_message());
  dialogue.session.received("RETR 1\r\nSTAT\r\nDELE 1\r\nQUIT\r\n");
  dialogue.go_on();
  dialogue.session.input_ended();
  EXPECT_EQ(dialogue.go_on(), "");
  EXPECT_EQ(dialogue.step.kind, Step::Kind::idle);
  EXPECT_EQ(dialogue.step.room, 0) << "there is nothing to read";
  dialogue.session.failed(Error::temporary("gone"));
  EXPECT_THAT(dialogue.go_on(), testing::StartsWith("-ERR [SYS/TEMP] gone\r\n+OK 1 "));
  EXPECT_EQ(dialogue.answer(Done{}), "+OK bye\r\n");
  EXPECT_EQ(dialogue.step.kind, Step::Kind::close);
  EXPECT_EQ(dialogue.session.summary().end, "quit");
}

TEST(Session, answers_a_QUIT_that_was_the_last_word) {
  Dialogue dialogue;
  remove.begin(dialogue);
  dialogue.session.input_ended();
  EXPECT_EQ(dialogue.answer(Done{}), "+OK bye\r\n");
  EXPECT_EQ(dialogue.step.kind, Step::Kind::close);
}

TEST(Session, is_over_when_the_input_ends_and_nothing_is_left_to_do) {
  for (const std::string_view said : {"", "QUI", "DELE 1\r\n", "NOOP\r\nQUIT"}) {
    Dialogue dialogue;
    dialogue.log_in(one_message());
    dialogue.send(said);
    dialogue.session.input_ended();
    EXPECT_EQ(dialogue.go_on(), "");
    EXPECT_EQ(dialogue.step.kind, Step::Kind::close) << said;
    EXPECT_EQ(dialogue.session.summary().end, "disconnected");
    EXPECT_EQ(dialogue.session.summary().removed, 0);
  }
}

TEST(Session, waits_for_no_answer_when_the_input_ends_behind_its_question) {
  for (const Asking& asking : questions) {
    if (asking.name == "RemoveMessages") continue;
    Dialogue dialogue;
    asking.begin(dialogue);
    dialogue.session.input_ended();
    EXPECT_EQ(dialogue.go_on(), "");
    EXPECT_EQ(dialogue.step.kind, Step::Kind::close) << asking.name;
  }
}

TEST(Session, answers_a_failed_login_after_its_delay_though_the_input_has_ended) {
  Dialogue dialogue;
  dialogue.send("USER andris\r\nPASS wrong\r\n");
  dialogue.answer(Verdict::denied("wrong"));
  dialogue.session.input_ended();
  EXPECT_EQ(dialogue.go_on(), "");
  EXPECT_EQ(dialogue.step.kind, Step::Kind::pause);
  dialogue.now = dialogue.step.deadline;
  EXPECT_EQ(dialogue.go_on(), "-ERR [AUTH] wrong user or password\r\n");
  EXPECT_EQ(dialogue.step.kind, Step::Kind::close);
}

}  // namespace
}  // namespace n3::pop3
