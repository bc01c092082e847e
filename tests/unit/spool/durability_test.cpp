#include "durable_spool_test.hpp"

#include <sys/wait.h>
#include <unistd.h>

#include <array>
#include <csignal>
#include <cstdio>
#include <cstring>
#include <map>
#include <set>

namespace n3 {
namespace {

using namespace std::chrono_literals;

class DurabilityTest : public DurableSpoolTest {
 protected:
  struct Seen {
    Names uids;
    Names mails;
    bool operator==(const Seen&) const = default;
  };

  Seen seen(const std::string& account = "ann", const Names& mailboxes = {"blog"}) {
    auto session = login(account, mailboxes);
    Seen seen{session.uids(), {}};
    for (std::size_t number = 1; number <= session.count(); ++number) {
      seen.mails.push_back(session.retrieve(number));
      EXPECT_EQ(session.entry(number).octets, seen.mails.back().size());
    }
    return seen;
  }

  void source(ScriptedSource::Fetch fetch) {
    spool->mailbox("blog").source("feed", scripted(std::move(fetch)), hourly);
    spool->start();
  }
};

TEST_F(DurabilityTest, an_item_has_the_same_UIDL_octets_and_bytes_after_a_restart) {
  add("1", "First");
  add("2", std::string(200'000, 'x'));
  const Seen before = seen();
  ASSERT_EQ(before.uids.size(), 2);
  restart();
  EXPECT_EQ(seen(), before);
}

// As it would be after an upgrade whose renderer makes something else of it.
TEST_F(DurabilityTest, an_item_that_would_be_rendered_otherwise_after_a_restart_stays_as_it_was) {
  add("1", "First");
  const Seen before = seen();
  restart();
  add("1", "Quite another text");
  EXPECT_EQ(seen(), before);
}

TEST_F(DurabilityTest, what_an_account_has_deleted_stays_deleted_after_a_restart) {
  for (const char* key : {"1", "2", "3"}) add(key, key);
  EXPECT_EQ(login("ann").delete_and_quit({1, 3}), "+OK");
  restart();
  EXPECT_EQ(login("ann").subjects(), Names{"2"});
  EXPECT_EQ(login("bob").subjects(), (Names{"1", "2", "3"}));
}

TEST_F(DurabilityTest, a_source_is_asked_after_a_restart_for_what_it_has_since) {
  source(
      [](auto) { return Batch{.items = {message_item("1", "First")}, .cursor = "the end of 1", .again = at_login}; });
  EXPECT_EQ(login().count(), 1);
  restart();
  std::string cursor;
  source([&](std::string_view last) {
    cursor = last;
    return Batch{.items = {message_item("2", "Second")}, .cursor = "the end of 2", .again = at_login};
  });
  EXPECT_EQ(login().subjects(), (Names{"First", "Second"}));
  EXPECT_EQ(cursor, "the end of 1");
}

TEST_F(DurabilityTest, a_source_that_is_down_after_a_restart_shows_what_it_had) {
  source([](auto) { return Batch{.items = {message_item("1", "First")}}; });
  const Seen before = seen();
  restart();
  source([](auto) { return Error::temporary("no route to host"); });
  EXPECT_EQ(seen(), before);
}

TEST_F(DurabilityTest, what_another_program_adds_is_seen_at_the_next_login) {
  add("1", "First");
  auto session = login();
  const auto other = another();
  other->mailbox("blog").add(message_item("2", "Second"));
  EXPECT_EQ(session.count(), 1);
  EXPECT_EQ(login().subjects(), (Names{"First", "Second"}));
  EXPECT_EQ(Session(other->maildrop("ann", {"blog"})).delete_and_quit({1}), "+OK");
  EXPECT_EQ(login().subjects(), Names{"Second"});
}

TEST_F(DurabilityTest, two_programs_that_meet_the_same_item_give_it_one_identity) {
  const auto other = another();
  other->mailbox("blog").add(message_item("1", "First"));
  add("1", "First");
  EXPECT_EQ(seen().uids.size(), 1);
}

// ---- Killed ----

/// A child process that tells what it has done, line by line, until it is killed.
class Victim {
 public:
  explicit Victim(const std::function<void(FILE* report)>& work) {
    std::array<int, 2> ends{};
    if (::pipe(ends.data()) != 0) throw std::runtime_error("no pipe");
    child_ = ::fork();
    if (child_ == 0) {
      ::alarm(60);
      work(::fdopen(ends[1], "w"));
      ::_exit(0);
    }
    ::close(ends[1]);
    report_ = ::fdopen(ends[0], "r");
  }
  ~Victim() { std::fclose(report_); }

  /// Lets it report so many lines, and a moment more, and kills it. Returns all that it has reported.
  std::set<std::string> kill_after(int lines, std::chrono::microseconds moment) {
    std::set<std::string> all;
    std::array<char, 100> line{};
    const auto next = [&] { return std::fgets(line.data(), line.size(), report_) != nullptr; };
    const auto keep = [&] { all.emplace(line.data(), std::strcspn(line.data(), "\n")); };
    while (lines-- > 0 && next()) keep();
    const auto until = std::chrono::steady_clock::now() + moment;
    while (std::chrono::steady_clock::now() < until) continue;
    ::kill(child_, SIGKILL);
    ::waitpid(child_, nullptr, 0);
    while (next()) keep();
    return all;
  }

 private:
  pid_t child_;
  FILE* report_;
};

void report_line(FILE* report, const std::string& line) {
  std::fputs((line + "\n").c_str(), report);
  std::fflush(report);
}

TEST_F(DurabilityTest, nothing_that_was_added_is_lost_doubled_or_renumbered_by_a_kill) {
  spool.reset();
  std::set<std::string> reported;
  std::map<std::string, std::string> uids;
  for (int life = 0; life < 12; ++life) {
    Victim victim([&](FILE* report) {
      const auto mine = another();
      for (int i = 0;; ++i) {
        const std::string key = std::to_string(life) + "." + std::to_string(i);
        mine->mailbox("blog").add(message_item(key, key));
        report_line(report, key);
      }
    });
    reported.merge(victim.kill_after(5 * life, 40us * life));
    restart();
    auto session = login();
    const Names subjects = session.subjects();
    const std::set<std::string> kept(subjects.begin(), subjects.end());
    EXPECT_EQ(kept.size(), subjects.size()) << "something is there twice";
    for (const std::string& key : reported) EXPECT_TRUE(kept.contains(key)) << key << " is lost";
    for (std::size_t number = 1; number <= session.count(); ++number) {
      const auto [known, is_new] = uids.emplace(session.subject(number), session.entry(number).uid);
      EXPECT_EQ(known->second, session.entry(number).uid);
    }
    spool.reset();
  }
  EXPECT_GE(reported.size(), 12 * 11 * 5 / 2);
}

TEST_F(DurabilityTest, a_QUIT_that_was_answered_holds_after_a_kill_and_another_is_whole_or_nothing) {
  constexpr std::size_t together = 20;
  spool.reset();
  for (int life = 0; life < 8; ++life) {
    const std::string mailbox = "blog " + std::to_string(life);
    {
      const auto mine = another();
      for (std::size_t i = 0; i < 5 * together; ++i)
        mine->mailbox(mailbox).add(message_item(std::to_string(i), "Item"));
    }
    Victim victim([&](FILE* report) {
      const auto mine = another();
      std::vector<std::size_t> some;
      for (std::size_t number = 1; number < 2 * together; number += 2) some.push_back(number);
      for (int account = 0;; ++account)
        if (Session(mine->maildrop(std::to_string(account), {mailbox})).delete_and_quit(some) == "+OK")
          report_line(report, std::to_string(account));
    });
    const auto done = victim.kill_after(3 * life, 90us * life);
    restart();
    for (std::size_t account = 0; account < done.size() + 3; ++account) {
      const std::size_t left = login(std::to_string(account), {mailbox}).count();
      if (account < done.size()) {
        EXPECT_EQ(left, 4 * together);
      } else {
        EXPECT_TRUE(left == 5 * together || left == 4 * together) << left;
      }
    }
    spool.reset();
  }
}

}  // namespace
}  // namespace n3
