#include <gmock/gmock.h>

#include <memory>
#include <mutex>
#include <optional>
#include <string>
#include <thread>
#include <vector>

#include "client.hpp"
#include "process.hpp"
#include "servers.hpp"

// Answers that come later, from anywhere: in time, too late, after the session, after the server, or never.
namespace n3::test {
namespace {

using namespace std::chrono_literals;
using testing::StartsWith;

/// Answers that are still owed, in the order in which they were asked for.
template <class T>
class Owed {
 public:
  Answer<T> ask() {
    auto [answer, reply] = Answer<T>::later();
    const std::lock_guard lock(mutex_);
    replies_.push_back(std::move(reply));
    return std::move(answer);
  }

  bool are(std::size_t many) {
    return soon([&] {
      const std::lock_guard lock(mutex_);
      return replies_.size() >= many;
    });
  }

  std::vector<Reply<T>> take() {
    const std::lock_guard lock(mutex_);
    return std::exchange(replies_, {});
  }

  void answer(const std::function<Answer<T>()>& make) {
    for (Reply<T>& reply : take()) reply(make());
  }

 private:
  std::mutex mutex_;
  std::vector<Reply<T>> replies_;
};

Answer<Body> one() { return Body::text(std::string(one_mail)); }

class LaterAnswers : public testing::TestWithParam<bool> {  // instant, or on the workers
 protected:
  Behaviour opening_later() {
    return {.open = [this] { return bodies.ask(); }, .instant = GetParam()};
  }

  Owed<Body> bodies;
  std::optional<TestServer> server{std::in_place};
};

TEST_P(LaterAnswers, come_from_any_thread_for_any_question) {
  Owed<Verdict> verdicts;
  Owed<std::unique_ptr<Maildrop>> maildrops;
  Owed<Snapshot> listings;
  Owed<Done> removals;
  server->accounts([&](const Credential&) { return verdicts.ask(); });
  server->on_login([&](const Login&) { return maildrops.ask(); });
  Client client(server->go());
  client.send("USER andris\r\nPASS 12345\r\nRETR 1\r\nDELE 1\r\nQUIT\r\n");

  ASSERT_TRUE(verdicts.are(1));
  std::jthread([&] { verdicts.answer([] { return Verdict::granted("andris"); }); });
  ASSERT_TRUE(maildrops.are(1));
  std::jthread([&] {
    maildrops.answer([&]() -> Answer<std::unique_ptr<Maildrop>> {
      Behaviour later = opening_later();
      later.list = [&] { return listings.ask(); };
      later.remove = [&](auto) { return removals.ask(); };
      return std::unique_ptr<Maildrop>(std::make_unique<ProgrammedMaildrop>(later));
    });
  });
  ASSERT_TRUE(listings.are(1));
  std::jthread([&] { listings.answer([] { return snapshot_of({28}); }); });
  ASSERT_TRUE(bodies.are(1));
  std::jthread([&] { bodies.answer(one); });
  ASSERT_TRUE(removals.are(1));
  std::jthread([&] { removals.answer([] { return Done{}; }); });
  EXPECT_THAT(client.rest(), testing::EndsWith("+OK message 1 deleted\r\n+OK bye\r\n"));
}

TEST_P(LaterAnswers, that_are_never_given_are_temporary_failures) {
  server->on_login(behaving(opening_later()));
  Client client(server->go());
  client.log_in();
  client.send("RETR 1\r\n");
  ASSERT_TRUE(bodies.are(1));
  bodies.take();
  EXPECT_THAT(client.line(), StartsWith("-ERR [SYS/TEMP]"));
  EXPECT_EQ(client.say("STAT"), "+OK 1 28");
}

TEST_P(LaterAnswers, that_come_too_late_are_not_taken_for_others) {
  server->policy({.question = 1s});
  server->on_login(behaving(opening_later()));
  Client client(server->go());
  client.log_in();
  EXPECT_EQ(client.say("RETR 1"), "-ERR [SYS/TEMP] that took too long");
  client.send("RETR 1\r\n");
  ASSERT_TRUE(bodies.are(1));
  bodies.answer([] { return Body::text("Subject: wrong\r\n\r\n"); });
  ASSERT_TRUE(bodies.are(1));
  bodies.answer(one);
  EXPECT_EQ(client.reply(), "+OK 28 octets\r\n" + std::string(one_mail));
}

TEST_P(LaterAnswers, that_come_after_the_session_change_nothing) {
  server->on_login(behaving(opening_later()));
  const std::string address = server->go();
  for (int i = 0; i < 3; ++i) {
    Client client(address);
    client.log_in();
    client.send("RETR 1\r\n");
    ASSERT_TRUE(bodies.are(1));
    auto replies = bodies.take();
    client.reset();
    EXPECT_EQ(server->journal().ended(i + 1).size(), i + 1u);
    for (auto& reply : replies) reply(one());
  }
  Client client(address);
  client.log_in();
}

TEST_P(LaterAnswers, that_come_after_the_server_change_nothing) {
  Owed<std::unique_ptr<Maildrop>> maildrops;
  Owed<Verdict> verdicts;
  std::weak_ptr<int> maildrop_is_there;
  server->on_login([&, token = std::make_shared<int>()](const Login& login) -> Answer<std::unique_ptr<Maildrop>> {
    if (login.user == "waits") return maildrops.ask();
    Behaviour behaviour = opening_later();
    auto held = std::make_shared<int>();
    maildrop_is_there = held;
    behaviour.remove = [held](auto) { return Done{}; };
    return std::unique_ptr<Maildrop>(std::make_unique<ProgrammedMaildrop>(behaviour));
  });
  const std::string address = server->go();
  Client reading(address);
  reading.log_in();
  reading.send("RETR 1\r\n");
  Client opening(address);
  opening.send("USER waits\r\nPASS 12345\r\n");
  ASSERT_TRUE(bodies.are(1));
  ASSERT_TRUE(maildrops.are(1));

  server.reset();
  EXPECT_TRUE(reading.ends());
  EXPECT_FALSE(maildrop_is_there.expired()) << "it lives until its last call has returned";
  bodies.answer(one);
  EXPECT_TRUE(maildrop_is_there.expired());
  maildrops.answer([]() -> Answer<std::unique_ptr<Maildrop>> {
    return std::unique_ptr<Maildrop>(std::make_unique<ProgrammedMaildrop>(Behaviour{}));
  });
}

TEST_P(LaterAnswers, may_be_given_before_the_question_has_returned) {
  server->on_login(behaving({.open =
                                 [] {
                                   auto [answer, reply] = Answer<Body>::later();
                                   reply(one());
                                   return std::move(answer);
                                 },
                             .instant = GetParam()}));
  Client client(server->go());
  client.log_in();
  EXPECT_EQ(client.say_lines("RETR 1"), "+OK 28 octets\r\n" + std::string(one_mail));
}

// The answer that one session waits for may be given while another one is asking, on the same thread.
TEST_P(LaterAnswers, go_to_the_session_that_asked_whoever_else_is_asking) {
  server->on_login(behaving({.open =
                                 [this] {
                                   auto waiting = bodies.take();
                                   for (auto& reply : waiting) reply(Body::text("Subject: two\r\n\r\nThe first.\r\n"));
                                   return bodies.ask();
                                 },
                             .instant = GetParam()}));
  const std::string address = server->go();
  Client first(address);
  first.log_in();
  first.send("RETR 1\r\n");
  ASSERT_TRUE(bodies.are(1));
  Client second(address);
  second.log_in();
  second.send("RETR 1\r\n");
  EXPECT_EQ(first.reply(), "+OK 28 octets\r\nSubject: two\r\n\r\nThe first.\r\n");
  ASSERT_TRUE(bodies.are(1));
  bodies.answer(one);
  EXPECT_EQ(second.reply(), "+OK 28 octets\r\n" + std::string(one_mail));
}

// A connection may be made where one that has gone was: what was meant for that is not for this.
TEST_P(LaterAnswers, to_one_who_has_gone_reach_nobody_else) {
  const std::string address = server->go();
  for (int i = 0; i < 20; ++i) {
    server->on_login(behaving({.open = [this] { return bodies.ask(); }, .instant = GetParam()}));
    Client gone(address);
    gone.log_in();
    gone.send("RETR 1\r\n");
    ASSERT_TRUE(bodies.are(1));
    gone.reset();
    EXPECT_EQ(server->journal().ended(2 * i + 1).size(), 2u * i + 1);

    server->on_login(behaving({.open =
                                   [this] {
                                     auto late = bodies.take();
                                     for (auto& reply : late) reply(Body::text("Subject: not yours\r\n\r\n"));
                                     return one();
                                   },
                               .instant = GetParam()}));
    Client next(address);
    next.log_in();
    EXPECT_EQ(next.say_lines("RETR 1"), "+OK 28 octets\r\n" + std::string(one_mail));
    next.say("QUIT");
    EXPECT_EQ(server->journal().ended(2 * i + 2).size(), 2u * i + 2);
  }
}

// Whoever replies may be in a hurry, or hold a mutex that the maildrop wants.
TEST_P(LaterAnswers, are_taken_from_their_thread_before_anything_that_may_block) {
  Owed<std::unique_ptr<Maildrop>> maildrops;
  std::thread::id lists;
  const auto later = [&](const Login&) { return maildrops.ask(); };
  if (GetParam()) {
    server->on_login(later, instant);
  } else {
    server->on_login(later);
  }
  Client client(server->go());
  client.send("USER andris\r\nPASS 12345\r\n");
  ASSERT_TRUE(maildrops.are(1));
  maildrops.answer([&]() -> Answer<std::unique_ptr<Maildrop>> {
    return behaving({.list = [&] {
      lists = std::this_thread::get_id();
      return snapshot_of({28});
    }})({});
  });
  for (int i = 0; i < 3; ++i) EXPECT_THAT(client.line(), StartsWith("+OK"));
  EXPECT_NE(lists, std::this_thread::get_id());
}

TEST_P(LaterAnswers, about_who_may_log_in_may_be_instant_as_well) {
  Owed<std::optional<Secret>> secrets;
  const auto later = [&](std::string_view) { return secrets.ask(); };
  if (GetParam()) {
    server->accounts(later, instant);
  } else {
    server->accounts(later);
  }
  Client client(server->go());
  client.send("USER andris\r\nPASS 12345\r\n");
  ASSERT_TRUE(secrets.are(1));
  secrets.answer([] { return std::optional(Secret::clear("12345")); });
  for (int i = 0; i < 3; ++i) EXPECT_THAT(client.line(), StartsWith("+OK"));
}

INSTANTIATE_TEST_SUITE_P(Calls, LaterAnswers, testing::Bool(),
                         [](const auto& calls) { return calls.param ? "instant" : "on_workers"; });

}  // namespace
}  // namespace n3::test
