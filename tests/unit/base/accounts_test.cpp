#include <n3/accounts.hpp>

#include <functional>
#include <string>

#include <gtest/gtest.h>

#include "base/settled.hpp"

namespace n3 {
namespace {

// One user, andris with the password 12345, whose secret is told in the way a test asks for.
class Book : public Accounts {
 public:
  explicit Book(std::string account = {}) : account_(std::move(account)) {}

  Answer<std::optional<Secret>> secret(std::string_view user) override {
    if (user == "down") return Error::temporary("the book is closed");
    if (user != "andris") return std::optional<Secret>();
    return std::optional(Secret{.password = "12345", .account = account_});
  }

 private:
  std::string account_;
};

Verdict verdict_of(Answer<Verdict> given) {
  auto answer = settled(std::move(given));
  return answer.value() ? *answer.value() : Verdict::denied("error: " + answer.error()->text);
}

struct Attempt {
  std::string user;
  std::string password;
  std::string account;  // empty: denied
  std::string reason;
};

TEST(Accounts, compare_a_credential_with_the_secret) {
  Book book;
  const Attempt attempts[] = {
      {"andris", "12345", "andris", ""},
      {"andris", "1234", "", "wrong password"},
      {"andris", "", "", "wrong password"},
      {"andris", std::string("12345\0", 6), "", "wrong password"},
      {"nobody", "12345", "", "no such user"},
      {"nobody", "nobody", "", "no such user"},  // the name stands in for the secret that is missing
      {"nobody", "", "", "no such user"},
      {"down", "12345", "", "error: the book is closed"},
  };
  for (const auto& [user, password, account, reason] : attempts) {
    const Verdict verdict = verdict_of(book.check({user, password}));
    EXPECT_EQ(verdict.account, account) << user;
    EXPECT_EQ(verdict.reason, reason) << user;
    EXPECT_EQ(bool(verdict), !account.empty()) << user;
  }
}

TEST(Accounts, open_the_maildrop_that_the_secret_names) {
  Book book("family");
  EXPECT_EQ(verdict_of(book.check({"andris", "12345"})).account, "family");
}

TEST(Accounts, without_secrets_let_nobody_in) {
  class None : public Accounts {
  } none;
  EXPECT_FALSE(none.has_secrets());
  EXPECT_FALSE(none.instant());
  EXPECT_FALSE(verdict_of(none.check({"andris", "12345"})));
  EXPECT_FALSE(verdict_of(none.check({"", ""})));
}

// Accounts whose secret comes when the test says so.
class Slow : public Accounts {
 public:
  Answer<std::optional<Secret>> secret(std::string_view) override {
    auto [answer, replier] = Answer<std::optional<Secret>>::later();
    reply.emplace(std::move(replier));
    return std::move(answer);
  }

  std::optional<Reply<std::optional<Secret>>> reply;
};

std::string later_verdict(const std::function<void(Slow&)>& replies) {
  Slow slow;
  std::string said = "nothing";
  auto answer = slow.check({"andris", "12345"});
  EXPECT_FALSE(answer.ready());
  std::move(answer).then([&](Answer<Verdict> ready) { said = verdict_of(std::move(ready)).account; });
  EXPECT_EQ(said, "nothing");
  replies(slow);
  return said;
}

TEST(Accounts, whose_secret_comes_later_answer_later) {
  EXPECT_EQ(later_verdict([](Slow& slow) { (*slow.reply)(std::optional(Secret::clear("12345"))); }), "andris");
  EXPECT_EQ(later_verdict([](Slow& slow) { (*slow.reply)(std::optional(Secret::clear("other"))); }), "");
  EXPECT_EQ(later_verdict([](Slow& slow) { (*slow.reply)(std::optional<Secret>()); }), "");
}

TEST(Accounts, whose_secret_never_comes_are_an_error_and_no_denial) {
  Slow slow;
  std::string error;
  slow.check({"andris", "12345"}).then([&](Answer<Verdict> ready) {
    error = ready.error() ? ready.error()->text : "a verdict";
  });
  slow.reply.reset();
  EXPECT_EQ(error, "no reply");
}

TEST(Accounts, may_be_gone_before_the_secret_comes) {
  std::string said;
  std::optional<Reply<std::optional<Secret>>> reply;
  {
    Slow slow;
    slow.check({"andris", "12345"}).then([&](Answer<Verdict> ready) { said = verdict_of(std::move(ready)).account; });
    reply = std::move(slow.reply);
  }
  (*reply)(std::optional(Secret::clear("12345")));
  EXPECT_EQ(said, "andris");
}

}  // namespace
}  // namespace n3
