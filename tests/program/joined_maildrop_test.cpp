#include "joined_maildrop.hpp"

#include <gmock/gmock.h>

#include "base/settled.hpp"

namespace n3::program {
namespace {

using testing::ElementsAre;
using testing::IsEmpty;

/// A maildrop of messages that are their own uid, which writes down what is removed from it.
class Letters final : public Maildrop {
 public:
  Letters(std::vector<std::string> uids, std::vector<std::string>& removed, std::vector<std::uint32_t> hidden = {})
      : uids_(std::move(uids)), removed_(removed), hidden_(std::move(hidden)) {}

  Answer<Snapshot> list() override {
    if (uids_.empty()) return Error::temporary("is down");
    std::vector<Entry> entries;
    for (const std::string& uid : uids_) entries.push_back({uid, 1, {}});
    return Snapshot{std::make_shared<const Listing>(std::move(entries)), hidden_};
  }
  Answer<Body> open(std::size_t index) override { return Body::text(uids_.at(index)); }
  Answer<Done> remove(std::span<const std::size_t> indexes) override {
    for (const std::size_t index : indexes) removed_.push_back(uids_.at(index));
    return Done{};
  }
  std::vector<std::string> locks() const override { return {uids_.at(0)}; }

 private:
  std::vector<std::string> uids_;
  std::vector<std::string>& removed_;
  std::vector<std::uint32_t> hidden_;
};

struct Joined : testing::Test {
  std::vector<std::string> removed;
  JoinedMaildrop box{
      std::make_unique<Letters>(std::vector<std::string>{"a", "b", "c"}, removed, std::vector<std::uint32_t>{1}),
      std::make_unique<Letters>(std::vector<std::string>{"d", "e"}, removed, std::vector<std::uint32_t>{0})};

  std::string opened(std::size_t index) {
    auto answer = box.open(index);
    return std::string(std::get<Body::View>(answer.value()->content()).bytes);
  }
};

TEST_F(Joined, lists_the_one_and_then_the_other_and_hides_what_either_hides) {
  auto answer = box.list();
  const Snapshot& snapshot = *answer.value();
  std::vector<std::string> uids;
  for (const Entry& entry : *snapshot.listing) uids.push_back(entry.uid);
  EXPECT_THAT(uids, ElementsAre("a", "b", "c", "d", "e"));
  EXPECT_THAT(snapshot.hidden, ElementsAre(1, 3));
}

TEST_F(Joined, opens_and_removes_each_message_where_it_is) {
  ASSERT_TRUE(box.list().value());
  for (std::size_t i = 0; i < 5; ++i) EXPECT_EQ(opened(i), std::string(1, static_cast<char>('a' + i)));
  const std::vector<std::size_t> indexes{0, 2, 3};
  EXPECT_TRUE(box.remove(indexes).value());
  EXPECT_THAT(removed, ElementsAre("a", "c", "d"));
}

TEST_F(Joined, needs_the_locks_of_both) { EXPECT_THAT(box.locks(), ElementsAre("a", "d")); }

TEST_F(Joined, is_down_where_one_of_them_is) {
  std::vector<std::string> none;
  JoinedMaildrop first_down(std::make_unique<Letters>(none, removed),
                            std::make_unique<Letters>(std::vector<std::string>{"x"}, removed));
  JoinedMaildrop second_down(std::make_unique<Letters>(std::vector<std::string>{"x"}, removed),
                             std::make_unique<Letters>(none, removed));
  for (JoinedMaildrop* down : {&first_down, &second_down}) {
    auto answer = down->list();
    ASSERT_TRUE(answer.error());
    EXPECT_EQ(answer.error()->text, "is down");
  }
}

}  // namespace
}  // namespace n3::program
