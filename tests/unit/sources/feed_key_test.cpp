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

TEST(FeedKeyTest, the_id_is_the_key) {
  EXPECT_THAT(keys_of({{.id = "a", .link = "x"}, {.id = "b", .link = "x"}}), ElementsAre("a", "b"));
}

// A feed that shows one item at a time: a lost item is worse than one that comes again when its title is corrected.
TEST(FeedKeyTest, a_link_that_is_always_the_same_loses_nothing) {
  for (const bool has_page : {true, false}) {
    const Entry one{.link = "x", .has_page = has_page, .title = "One"};
    const Entry two{.link = "x", .has_page = has_page, .title = "Two"};
    const Keys alone{keys_of({one}).at(0), keys_of({two}).at(0)};
    EXPECT_NE(alone[0], alone[1]);
    EXPECT_EQ(keys_of({two, one}), (Keys{alone[1], alone[0]})) << "none comes again when the feed grows";
  }
}

TEST(FeedKeyTest, the_sites_link_says_nothing) {
  EXPECT_NE(keys_of({{.link = "x", .has_page = false, .html = "one"}}),
            keys_of({{.link = "x", .has_page = false, .html = "two"}}));
  EXPECT_EQ(keys_of({{.link = "x", .html = "one"}}), keys_of({{.link = "x", .html = "two"}}));
}

TEST(FeedKeyTest, without_an_id_the_link_is) {
  EXPECT_THAT(keys_of({{.link = "x"}, {.id = "b", .link = "y"}}), ElementsAre("link:x", "b"));
}

TEST(FeedKeyTest, a_key_does_not_depend_on_the_entries_beside_it) {
  const std::vector<Entry> entries{{.id = "a", .link = "x", .title = "One"},
                                   {.link = "y"},
                                   {.link = "y", .title = "Three"},
                                   {.title = "Two"},
                                   {.title = "Two", .html = "another"},
                                   {.html = "Hello"},
                                   {.html = "World"}};
  const Keys together = keys_of(entries);
  for (std::size_t i = 0; i < entries.size(); ++i) EXPECT_EQ(keys_of({entries[i]}).at(0), together[i]) << i;
}

TEST(FeedKeyTest, entries_that_only_have_content_differ_by_it) {
  EXPECT_NE(keys_of({{.html = "Hello"}}), keys_of({{.html = "World"}}));
  EXPECT_NE(keys_of({{.enclosures = {{.url = "a"}}}}), keys_of({{.enclosures = {{.url = "b"}}}}));
}

TEST(FeedKeyTest, a_hash_does_not_depend_on_what_changes) {
  const Entry before{.title = "One", .html = "first version"};
  Entry after = before;
  after.html = "second version";
  after.categories = {"new"};
  after.updated = at(1);
  EXPECT_EQ(keys_of({before}).at(0), keys_of({after, {.title = "Two"}}).at(0));
}

TEST(FeedKeyTest, an_id_of_one_that_is_the_link_of_another_is_not_the_same_key) {
  const auto keys = keys_of({{.id = "x", .title = "One"}, {.link = "x", .title = "Two"}});
  EXPECT_NE(keys.at(0), keys.at(1));
}

TEST(FeedKeyTest, an_empty_entry_has_a_key_too) { EXPECT_FALSE(keys_of({Entry{}}).at(0).empty()); }

TEST(KeyPolicyTest, one_id_on_all_entries_is_none) {
  EXPECT_THAT(keys_of({{.id = "a", .link = "x", .title = "One"}, {.id = "a", .link = "y", .title = "Two"}}),
              ElementsAre("link:x\nOne", "link:y\nTwo"));
}

TEST(KeyPolicyTest, nor_is_one_link_or_one_title) {
  const std::vector<std::vector<Entry>> feeds{
      {{.link = "x", .title = "One"}, {.link = "x", .title = "Two"}},
      {{.link = "x", .html = "one"}, {.link = "x", .html = "two"}},
      {{.id = "a", .link = "x", .title = "One"}, {.id = "a", .link = "x", .title = "Two"}},
      {{.title = "News", .html = "one"}, {.title = "News", .html = "two"}},
      {{.id = "a", .link = "x", .title = "News", .published = at(1), .html = "one"},
       {.id = "a", .link = "x", .title = "Old", .html = "two"}}};
  for (const auto& entries : feeds) EXPECT_EQ(titles_of({.entries = entries}).size(), 2) << entries[0].id;
}

TEST(KeyPolicyTest, what_has_been_found_out_sticks) {
  KeyPolicy policy;
  const Entry one{.id = "a", .link = "x", .title = "One"};
  policy.learn({.entries = {one, {.id = "a", .link = "y", .title = "Two"}}});
  EXPECT_EQ(policy.to_string(), "i");
  policy = KeyPolicy::from(policy.to_string());
  EXPECT_THAT(keys_of({one, {.id = "b", .link = "z"}}, policy), ElementsAre("link:x\nOne", "link:z"));
  EXPECT_EQ(KeyPolicy{}.to_string(), "");
}

TEST(KeyPolicyTest, an_id_that_some_entries_share_counts_with_the_title_from_then_on) {
  const Entry one{.id = "a", .link = "x", .title = "One"};
  const Entry two{.id = "a", .link = "x", .title = "Two"};
  const Entry three{.id = "b", .link = "x", .title = "Three"};
  KeyPolicy policy;
  policy.learn({.entries = {one, two, three}});
  const Keys keys = keys_of({one, two, three}, policy);
  EXPECT_NE(keys[0], keys[1]);
  EXPECT_EQ(keys[2], "b");
  policy = KeyPolicy::from(policy.to_string());
  EXPECT_THAT(keys_of({two, three}, policy), ElementsAre(keys[1], "b"));
  EXPECT_THAT(keys_of({one}, policy), ElementsAre(keys[0]));
}

TEST(KeyPolicyTest, where_many_ids_are_shared_ids_say_nothing) {
  std::vector<Entry> entries;
  for (int i = 0; i < 2002; ++i)
    entries.push_back({.id = std::to_string(i / 2), .link = "x", .title = std::to_string(i)});
  KeyPolicy policy;
  policy.learn({.entries = entries});
  EXPECT_EQ(policy.to_string(), "i");
}

TEST(DropRepeatedTest, of_the_same_entry_the_newest_counts_else_the_first) {
  EXPECT_THAT(titles_of({.entries = {{.id = "a", .title = "One"}, {.id = "a", .title = "One"}}}), ElementsAre("One"));
  EXPECT_THAT(titles_of({.entries = {{.id = "a", .link = "x", .title = "Old", .updated = at(1)},
                                     {.id = "b", .title = "B"},
                                     {.id = "a", .link = "x", .title = "New", .updated = at(2)},
                                     {.id = "a", .link = "x", .title = "Undated"}},
                         .ids_are_unique = true}),
              ElementsAre("New", "B"));
}

TEST(DropRepeatedTest, an_Atom_id_is_one_entrys_however_it_looks) {
  EXPECT_THAT(titles_of({.entries = {{.id = "a", .link = "x", .title = "One", .updated = at(1)},
                                     {.id = "a", .link = "y", .title = "Two", .updated = at(2)}},
                         .ids_are_unique = true}),
              ElementsAre("Two"));
}

TEST(DropRepeatedTest, what_looks_like_another_entry_is_said) {
  std::vector<Entry> entries{{.id = "a", .link = "x", .title = "One"},
                             {.id = "a", .link = "y", .title = "Two"},
                             {.id = "a", .link = "x", .title = "One, corrected"}};
  EXPECT_THAT(drop_repeated(entries, {}),
              ElementsAre("entries with the id of a newer one are left out: 2, such as \"Two\""));
  EXPECT_THAT(drop_repeated(entries, {}), IsEmpty());
}

}  // namespace
}  // namespace n3::feeds
