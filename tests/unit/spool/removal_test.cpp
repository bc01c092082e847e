#include "spool_test.hpp"

#include <future>

namespace n3 {
namespace {

// A source from which DELE removes the thing itself.
class Desk : public Source {
 public:
  struct State {
    std::vector<std::string> keys{"1", "2", "3"};
    std::vector<std::vector<std::string>> removed;
    bool broken = false;
    bool throws = false;
    bool inside = false;  // a call is under way
    bool met = false;     // two were
  };
  explicit Desk(State& state) : state_(state) {}

  Answer<Batch> fetch(std::string_view) override {
    if (std::exchange(state_.inside, true)) state_.met = true;
    Batch batch{.again = std::chrono::seconds(0), .complete = true};
    for (const std::string& key : state_.keys) batch.items.push_back(message_item(key, "Item " + key));
    state_.inside = false;
    return batch;
  }

  bool removes() const override { return true; }

  Answer<Done> remove(std::span<const std::string> keys) override {
    if (std::exchange(state_.inside, true)) state_.met = true;
    state_.inside = false;
    if (state_.broken) return Error::permanent("the desk is locked");
    if (state_.throws) throw std::runtime_error("the key broke off");
    state_.removed.emplace_back(keys.begin(), keys.end());
    for (const std::string& key : keys) std::erase(state_.keys, key);
    auto [answer, reply] = Answer<Done>::later();
    std::thread([reply = std::move(reply)]() mutable { reply(Done{}); }).detach();
    return std::move(answer);
  }

 private:
  State& state_;
};

class RemovalTest : public SpoolTest {
 protected:
  RemovalTest() {
    spool->mailbox("blog").source("desk", std::make_unique<Desk>(desk), hourly);
    spool->start();
  }
  ~RemovalTest() override { spool.reset(); }

  Desk::State desk;
};

TEST_F(RemovalTest, a_mailbox_with_such_a_source_is_for_one_session_at_a_time) {
  EXPECT_EQ(login("ann", {"blog"}).locks(), Names{"blog"});
  EXPECT_EQ(login("ann", {"news", "blog"}).locks(), Names{"blog"});
  EXPECT_EQ(login("ann", {"news"}).locks(), Names{});
}

TEST_F(RemovalTest, deleted_items_are_removed_at_their_source_and_for_everybody) {
  EXPECT_EQ(login("ann").delete_and_quit({1, 3}), "+OK");
  EXPECT_EQ(desk.removed, (std::vector<Names>{{"1", "3"}}));
  EXPECT_EQ(login("bob").subjects(), Names{"Item 2"});
}

TEST_F(RemovalTest, other_mailboxes_of_the_same_maildrop_keep_their_deletions_in_the_ledger) {
  login();
  add("1", "News", "news");
  EXPECT_EQ(login("ann", {"blog", "news"}).delete_and_quit({1, 4}), "+OK");
  EXPECT_EQ(login("ann", {"blog", "news"}).subjects(), (Names{"Item 2", "Item 3"}));
  EXPECT_EQ(login("bob", {"blog", "news"}).subjects(), (Names{"Item 2", "Item 3", "News"}));
}

TEST_F(RemovalTest, what_was_added_to_such_a_mailbox_is_deleted_in_the_ledger) {
  login();
  add("a", "Added");
  EXPECT_EQ(login("ann").delete_and_quit({4}), "+OK");
  EXPECT_TRUE(desk.removed.empty());
  EXPECT_EQ(login("bob").count(), 4);
}

TEST_F(RemovalTest, where_the_source_fails_nothing_is_marked) {
  desk.broken = true;
  login();
  add("1", "News", "news");
  EXPECT_EQ(login("ann", {"blog", "news"}).delete_and_quit({1, 4}), "-ERR the desk is locked");
  EXPECT_EQ(login("ann", {"blog", "news"}).count(), 4);
}

TEST_F(RemovalTest, where_the_second_of_two_sources_fails_the_next_login_shows_what_is_left) {
  login();
  Desk::State locked;
  locked.keys = {"x", "y"};
  locked.broken = true;
  spool->mailbox("cellar").source("locked", std::make_unique<Desk>(locked), hourly);
  login("ann", {"blog", "cellar"});
  EXPECT_EQ(login("ann", {"blog", "cellar"}).delete_and_quit({1, 4}), "-ERR the desk is locked");
  EXPECT_EQ(desk.removed, (std::vector<Names>{{"1"}}));
  EXPECT_EQ(login("ann", {"blog", "cellar"}).subjects(), (Names{"Item 2", "Item 3", "Item x", "Item y"}));
}

TEST_F(RemovalTest, where_the_source_throws_nothing_is_marked_and_the_log_says_why) {
  desk.throws = true;
  EXPECT_EQ(login("ann").delete_and_quit({1}), "-ERR the messages cannot be removed just now");
  EXPECT_EQ(login("ann").count(), 3);
  EXPECT_EQ(logged("mailbox blog, source desk: nothing was removed: the key broke off"), 1);
}

TEST_F(RemovalTest, a_removed_item_that_comes_back_is_shown_again) {
  const auto uid = login("ann").entry(1).uid;
  login("ann").delete_and_quit({1});
  desk.keys.insert(desk.keys.begin(), "1");
  auto session = login("ann");
  ASSERT_EQ(session.count(), 3);
  EXPECT_EQ(session.entry(1).uid, uid);
}

TEST_F(RemovalTest, removing_and_fetching_never_meet) {
  std::vector<std::future<void>> sessions;
  for (int i = 0; i < 8; ++i)
    sessions.push_back(std::async(std::launch::async, [this] {
      for (int j = 0; j < 20; ++j) {
        auto session = login();
        if (session.count() > 0) session.delete_and_quit({1});
      }
    }));
  for (auto& session : sessions) session.get();
  EXPECT_FALSE(desk.met);
  EXPECT_EQ(login().count(), 0);
}

}  // namespace
}  // namespace n3
