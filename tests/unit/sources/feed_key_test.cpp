#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <chrono>

#include "sources/feed_key.hpp"

namespace n3::feeds {
namespace {

using testing::ElementsAre;
using testing::IsEmpty;
using Keys = std::vector<std::string>;

Keys keys_of(const std::vector<Entry>& entries, KeyPolicy policy = {}) {
  Keys keys;
  policy.learn({.entries = entries});
  for (const Entry& entry : entries) keys.push_back(key_of(entry, policy));
  return keys;
}

std::chrono::sys_seconds at(int second) { return std::chrono::sys_seconds(std::chrono::seconds(second)); }

// What is left of a feed with these entries.
Keys titles_of(Feed feed, KeyPolicy policy = {}) {
  policy.learn(feed);
  drop_repeated(feed.entries, policy);
  Keys titles;
  for (const Entry& entry : feed.entries) titles.push_back(entry.title);
  return titles;
}

TEST(FeedKeyTest, TheIdIsTheKey) {
  EXPECT_THAT(keys_of({{.id = "a", .link = "x"}, {.id = "b", .link = "x"}}), ElementsAre("a", "b"));
}

TEST(FeedKeyTest, WithoutAnIdTheLinkIs) {
  EXPECT_THAT(keys_of({{.link = "x"}, {.id = "b", .link = "y"}}), ElementsAre("link:x", "b"));
}

TEST(FeedKeyTest, AKeyDoesNotDependOnTheEntriesBesideIt) {
  const std::vector<Entry> entries{{.id = "a", .link = "x", .title = "One"},
                                   {.id = "a", .link = "x", .title = "One, corrected"},
                                   {.link = "y"},
                                   {.title = "Two"},
                                   {.title = "Two", .html = "another"},
                                   {.html = "Hello"},
                                   {.html = "World"}};
  const Keys together = keys_of(entries);
  for (std::size_t i = 0; i < entries.size(); ++i) EXPECT_EQ(keys_of({entries[i]}).at(0), together[i]) << i;
}

TEST(FeedKeyTest, EntriesThatOnlyHaveContentDifferByIt) {
  EXPECT_NE(keys_of({{.html = "Hello"}}), keys_of({{.html = "World"}}));
  EXPECT_NE(keys_of({{.enclosures = {{.url = "a"}}}}), keys_of({{.enclosures = {{.url = "b"}}}}));
}

TEST(FeedKeyTest, AHashDoesNotDependOnWhatChanges) {
  const Entry before{.title = "One", .html = "first version"};
  Entry after = before;
  after.html = "second version";
  after.categories = {"new"};
  after.updated = at(1);
  EXPECT_EQ(keys_of({before}).at(0), keys_of({after, {.title = "Two"}}).at(0));
}

TEST(FeedKeyTest, AnIdOfOneThatIsTheLinkOfAnotherIsNotTheSameKey) {
  const auto keys = keys_of({{.id = "x", .title = "One"}, {.link = "x", .title = "Two"}});
  EXPECT_NE(keys.at(0), keys.at(1));
}

TEST(FeedKeyTest, AnEmptyEntryHasAKeyToo) { EXPECT_FALSE(keys_of({Entry{}}).at(0).empty()); }

TEST(KeyPolicyTest, OneIdOnAllEntriesIsNone) {
  EXPECT_THAT(keys_of({{.id = "a", .link = "x", .title = "One"}, {.id = "a", .link = "y", .title = "Two"}}),
              ElementsAre("link:x", "link:y"));
}

TEST(KeyPolicyTest, NorIsOneLinkOrOneTitle) {
  const std::vector<std::vector<Entry>> feeds{
      {{.link = "x", .title = "One"}, {.link = "x", .title = "Two"}},
      {{.link = "x", .html = "one"}, {.link = "x", .html = "two"}},
      {{.id = "a", .link = "x", .title = "One"}, {.id = "a", .link = "x", .title = "Two"}},
      {{.title = "News", .html = "one"}, {.title = "News", .html = "two"}},
      {{.id = "a", .link = "x", .title = "News", .published = at(1), .html = "one"},
       {.id = "a", .link = "x", .title = "Old", .html = "two"}}};
  for (const auto& entries : feeds) EXPECT_EQ(titles_of({.entries = entries}).size(), 2) << entries[0].id;
}

TEST(KeyPolicyTest, WhatHasBeenFoundOutSticks) {
  KeyPolicy policy;
  const Entry one{.id = "a", .link = "x", .title = "One"};
  policy.learn({.entries = {one, {.id = "a", .link = "y", .title = "Two"}}});
  EXPECT_EQ(policy.to_string(), "i");
  policy = KeyPolicy::from(policy.to_string());
  EXPECT_THAT(keys_of({one, {.id = "b", .link = "z"}}, policy), ElementsAre("link:x", "link:z"));
  EXPECT_EQ(KeyPolicy{}.to_string(), "");
}

TEST(KeyPolicyTest, AnIdThatSomeEntriesHaveTwiceIsStillTheKey) {
  EXPECT_THAT(keys_of({{.id = "a", .title = "One"}, {.id = "a", .title = "Two"}, {.id = "b", .title = "Three"}}),
              ElementsAre("a", "a", "b"));
}

TEST(DropRepeatedTest, OfTheSameEntryTheNewestCountsElseTheFirst) {
  EXPECT_THAT(titles_of({.entries = {{.id = "a", .title = "One"}, {.id = "a", .title = "One"}}}), ElementsAre("One"));
  EXPECT_THAT(titles_of({.entries = {{.id = "a", .link = "x", .title = "Old", .updated = at(1)},
                                     {.id = "b", .title = "B"},
                                     {.id = "a", .link = "x", .title = "New", .updated = at(2)},
                                     {.id = "a", .link = "x", .title = "Undated"}}}),
              ElementsAre("New", "B"));
}

TEST(DropRepeatedTest, AnAtomIdIsOneEntrysHoweverItLooks) {
  EXPECT_THAT(titles_of({.entries = {{.id = "a", .link = "x", .title = "One", .updated = at(1)},
                                     {.id = "a", .link = "y", .title = "Two", .updated = at(2)}},
                         .ids_are_unique = true}),
              ElementsAre("Two"));
}

TEST(DropRepeatedTest, WhatLooksLikeAnotherEntryIsSaid) {
  std::vector<Entry> entries{{.id = "a", .link = "x", .title = "One"},
                             {.id = "a", .link = "y", .title = "Two"},
                             {.id = "a", .link = "x", .title = "One, corrected"}};
  EXPECT_THAT(drop_repeated(entries, {}),
              ElementsAre("the feed has different entries with the key a: only the newest counts"));
  EXPECT_THAT(drop_repeated(entries, {}), IsEmpty());
}

}  // namespace
}  // namespace n3::feeds
