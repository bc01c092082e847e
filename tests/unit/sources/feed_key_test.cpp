#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <set>

#include "sources/feed_key.hpp"

namespace n3::feeds {
namespace {

using testing::ElementsAre;

std::vector<std::string> keys_of(std::vector<Entry> entries) { return assign_keys(entries); }

TEST(FeedKeyTest, TheIdIsTheKey) {
  EXPECT_THAT(keys_of({{.id = "a", .link = "x"}, {.id = "b", .link = "x"}}), ElementsAre("a", "b"));
}

TEST(FeedKeyTest, WithoutAnIdTheLinkIs) {
  EXPECT_THAT(keys_of({{.link = "x"}, {.id = "b", .link = "y"}}), ElementsAre("x", "b"));
}

TEST(FeedKeyTest, AnIdThatSeveralEntriesHaveIsNone) {
  EXPECT_THAT(keys_of({{.id = "a", .link = "x"}, {.id = "a", .link = "y"}, {.id = "c", .link = "z"}}),
              ElementsAre("x", "y", "c"));
}

TEST(FeedKeyTest, OneLinkOnAllEntriesIsNone) {
  const auto keys = keys_of({{.link = "x", .title = "One"}, {.link = "x", .title = "Two"}});
  EXPECT_EQ(std::set(keys.begin(), keys.end()).size(), 2);
  EXPECT_THAT(keys, testing::Each(testing::StartsWith("sha256:")));
}

TEST(FeedKeyTest, AHashDoesNotDependOnWhatChanges) {
  const Entry before{.title = "One", .html = "first version"};
  Entry after = before;
  after.html = "second version";
  after.categories = {"new"};
  after.updated = std::chrono::sys_seconds(std::chrono::seconds(1));
  EXPECT_EQ(keys_of({before}).at(0), keys_of({after, {.title = "Two"}}).at(0));
}

TEST(FeedKeyTest, EntriesThatDifferOnlyInTheirContentDifferInTheirKeys) {
  const auto keys = keys_of({{.html = "a note"}, {.html = "another note"}});
  EXPECT_NE(keys.at(0), keys.at(1));
}

TEST(FeedKeyTest, AnEntryThatIsThereTwiceIsThereOnce) {
  std::vector<Entry> entries{{.id = "a", .title = "One"}, {.id = "a", .title = "One"}, {.id = "b", .title = "Two"}};
  EXPECT_THAT(assign_keys(entries), ElementsAre("a", "b"));
  EXPECT_EQ(entries.size(), 2);
}

TEST(FeedKeyTest, TheIdOfOneMayBeTheLinkOfAnother) {
  const auto keys = keys_of({{.id = "x", .title = "One"}, {.link = "x", .title = "Two"}});
  EXPECT_EQ(keys.at(0), "x");
  EXPECT_NE(keys.at(1), "x");
}

TEST(FeedKeyTest, AnEmptyEntryHasAKeyToo) { EXPECT_FALSE(keys_of({Entry{}}).at(0).empty()); }

}  // namespace
}  // namespace n3::feeds
