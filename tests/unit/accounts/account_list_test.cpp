#include "accounts/account_list.hpp"

#include <gmock/gmock.h>

#include <algorithm>
#include <chrono>
#include <stdexcept>
#include <thread>
#include <vector>

#include <sys/resource.h>

namespace n3 {
namespace {

using testing::IsEmpty;

// "secret", at a low cost; andris and mari have different salts.
const std::string bcrypt = "$2b$05$abcdefghijklmnopqrstuuOQiyCxlgf/oeuTqixKmWdcYUh4Hjl0a";
const std::string sha512_slow =
    "$6$rounds=2000$abcdefgh$js.Oqma4t2Fwxd5k1k7HZc8PJANjCww6bXOf6rha5ucSTdmrEHzoB1xTT6hSCKIARQkqP2BCwtC1eCAzLkvzb1";

// 16 MiB of memory.
const std::string yescrypt = "$y$j9T$abcdefghijkl$v9quvWD9Rf3PZ/Cv69TjY7bBGQJAPdLyZCEDwg21mWD";
constexpr long one_hash = 17 * 1024;  // KiB, with a little beside it

long peak_memory() {
  rusage used{};
  getrusage(RUSAGE_SELF, &used);
  return used.ru_maxrss;
}

const ListedAccount clear{.user = "a", .password = "1"};
const ListedAccount hashed{.user = "b", .hash = bcrypt};

Verdict verdict(AccountList& list, std::string user, std::string password) {
  auto answer = list.check({std::move(user), std::move(password)});
  return answer.value() ? *answer.value() : Verdict::denied("no answer");
}

std::optional<Secret> secret(AccountList& list, std::string_view user) {
  auto answer = list.secret(user);
  return answer.value() ? *answer.value() : std::nullopt;
}

TEST(AccountList, takes_a_mailbox_behind_a_plus_for_a_part_of_the_account) {
  AccountList list({{.user = "andris", .password = "1", .mailboxes = {"blog", "a+b"}},
                    {.user = "andris+alerts", .password = "2"},
                    {.user = "mari+blog", .password = "3", .mailboxes = {"blog"}},
                    {.user = "mari", .password = "4", .mailboxes = {"blog"}},
                    {.user = "*", .password = "5", .mailboxes = {"open"}}});
  struct {
    const char* user;
    const char* password;
    const char* account;
  } const attempts[] = {
      {"andris+blog", "1", "andris"},
      {"andris+blog", "2", ""},
      {"andris+alerts", "2", "andris+alerts"},  // an account of exactly that name
      {"andris+news", "1", ""},
      {"andris+news", "5", "andris+news"},  // anybody
      {"andris+", "1", ""},
      {"+blog", "1", ""},
      {"mari+blog", "3", "mari+blog"},
      {"mari+blog", "4", ""},
      {"mari+blog+blog", "3", "mari+blog"},
      {"jaan+open", "5", "jaan"},
      {"jaan+blog", "5", "jaan+blog"},
      {"andris+open", "5", "andris+open"},
  };
  for (const auto& [user, password, account] : attempts) {
    EXPECT_EQ(verdict(list, user, password).account, account) << user << ", " << password;
  }
  EXPECT_EQ(secret(list, "andris+blog")->account, "andris");
}

TEST(AccountList, lets_in_who_knows_the_password_and_nobody_else) {
  AccountList list({{.user = "andris", .password = "p ä s s"}, {.user = "mari", .hash = bcrypt}});
  struct {
    const char* user;
    const char* password;
    const char* account;
  } const attempts[] = {
      {"andris", "p ä s s", "andris"},
      {"mari", "secret", "mari"},
      {"andris", "p ä s", ""},
      {"andris", "p ä s s ", ""},
      {"andris", "", ""},
      {"andris", "secret", ""},
      {"mari", "p ä s s", ""},
      {"mari", "", ""},
      {"mari", bcrypt.c_str(), ""},
      {"Andris", "p ä s s", ""},
      {"nobody", "secret", ""},
      {"nobody", " ", ""},
      {"nobody", "", ""},
      {"", "", ""},
      {"*", "", ""},
  };
  for (const auto& [user, password, account] : attempts) {
    EXPECT_EQ(verdict(list, user, password).account, account) << user << " / " << password;
  }
}

TEST(AccountList, computes_no_more_hashes_at_once_than_there_are_processors) {
#if defined(__SANITIZE_ADDRESS__) || defined(__SANITIZE_THREAD__)
  GTEST_SKIP() << "sanitizers have memory of their own";
#endif
  AccountList list({{.user = "mari", .hash = yescrypt}});
  verdict(list, "nobody", "secret");
  const long before = peak_memory();
  constexpr int many = 64;
  std::vector<std::jthread> strangers;
  for (int i = 0; i < many; ++i) strangers.emplace_back([&] { verdict(list, "nobody", "secret"); });
  strangers.clear();
  const int at_once = static_cast<int>(std::thread::hardware_concurrency());
  if (at_once >= many / 2) GTEST_SKIP() << "so many processors have room for all";
  EXPECT_LT(peak_memory() - before, at_once * one_hash) << "KiB";
}

TEST(AccountList, has_a_star_for_any_name_without_an_entry_of_its_own) {
  AccountList list({{.user = "*", .password = "12345"}, {.user = "mari", .password = "other"}});
  EXPECT_EQ(verdict(list, "andris", "12345").account, "andris");
  EXPECT_EQ(verdict(list, "ünnepnap", "12345").account, "ünnepnap");
  EXPECT_EQ(verdict(list, "mari", "12345").account, "");
  EXPECT_EQ(verdict(list, "mari", "other").account, "mari");
  EXPECT_EQ(verdict(list, "", "12345").account, "");
  EXPECT_EQ(secret(list, "andris")->password, "12345");
  EXPECT_EQ(secret(list, "mari")->password, "other");
}

TEST(AccountList, knows_the_secret_of_those_who_have_one_in_clear) {
  AccountList list({{.user = "andris", .password = "12345"}, {.user = "mari", .hash = bcrypt}});
  EXPECT_EQ(secret(list, "andris")->password, "12345");
  EXPECT_EQ(secret(list, "mari"), std::nullopt);
  EXPECT_EQ(secret(list, "nobody"), std::nullopt);
}

TEST(AccountList, says_that_it_has_secrets_where_all_have_one_or_any_as_asked) {
  using enum AccountList::Secrets;
  EXPECT_TRUE(AccountList({clear}).has_secrets());
  EXPECT_FALSE(AccountList({clear, hashed}).has_secrets());
  EXPECT_TRUE(AccountList({clear, hashed}, where_any).has_secrets());
  EXPECT_FALSE(AccountList({hashed}, where_any).has_secrets());
  EXPECT_FALSE(AccountList({}, where_all).has_secrets());
}

TEST(AccountList, is_instant_unless_there_is_a_hash_to_compute) {
  EXPECT_TRUE(AccountList({clear}).instant());
  EXPECT_FALSE(AccountList({clear, hashed}).instant());
}

TEST(AccountList, refuses_a_user_listed_twice_and_a_damaged_hash) {
  EXPECT_THROW(AccountList({clear, {.user = clear.user, .hash = bcrypt}}), std::invalid_argument);
  const ListedAccount damaged{.user = "c", .hash = "$6$x"};
  EXPECT_THROW(AccountList({damaged}), std::invalid_argument);
}

// The shortest of several, since another process may take the processor away in between but nobody gives time back.
std::chrono::nanoseconds shortest_check(AccountList& list, const std::string& user, const std::string& password) {
  auto shortest = std::chrono::nanoseconds::max();
  for (int i = 0; i < 7; ++i) {
    const auto start = std::chrono::steady_clock::now();
    EXPECT_THAT(verdict(list, user, password).account, IsEmpty());
    shortest = std::min(shortest, std::chrono::nanoseconds(std::chrono::steady_clock::now() - start));
  }
  return shortest;
}

TEST(AccountList, takes_the_same_time_for_a_wrong_user_and_a_wrong_password) {
  AccountList list({{.user = "clear", .password = "12345"},
                    {.user = "cheap", .hash = bcrypt},
                    {.user = "costly", .hash = sha512_slow}});
  const auto expected = shortest_check(list, "costly", "wrong");
  for (const std::string user : {"clear", "cheap", "nobody"}) {
    const auto took = shortest_check(list, user, "wrong");
    EXPECT_GT(took, expected * 2 / 3) << user;
    EXPECT_LT(took, expected * 3 / 2) << user;
  }
}

}  // namespace
}  // namespace n3
