#include <gtest/gtest.h>

#include "sources/entity.hpp"

namespace n3::feeds {
namespace {

TEST(Entity, is_a_character_by_name_or_by_number) {
  const struct {
    const char *text, *utf8;
    std::size_t length;
  } cases[] = {
      {"&amp;", "&", 5},
      {"&apos;", "'", 6},
      {"&eacute; and so on", "é", 8},
      {"&#233;", "é", 6},
      {"&#xE9;", "é", 6},
      {"&#XE9;", "é", 6},
      {"&#65;", "A", 5},
      {"&#x1F600;", "😀", 9},
      {"&#8217;", "’", 7},
      {"&#9;", "\t", 4},
      {"&#x10FFFD;", "\U0010fffd", 10},
      {"&#128;&#129;", "€", 6},
  };
  for (const auto& one : cases) {
    const EntityText entity = entity_at(one.text);
    EXPECT_EQ(entity.utf8, one.utf8) << one.text;
    EXPECT_EQ(entity.length, one.length) << one.text;
  }
}

TEST(Entity, that_means_no_character_is_still_one) {
  for (const std::string text : {"&#0;", "&#1;", "&#xD800;", "&#xFFFE;", "&#x110000;", "&#99999999999;"}) {
    const EntityText entity = entity_at(text + "x");
    EXPECT_EQ(entity.utf8, "") << text;
    EXPECT_EQ(entity.length, text.size()) << text;
  }
}

TEST(Entity, is_nothing_that_only_looks_like_one) {
  for (const std::string text :
       {"", "&", "&;", "&#;", "&#x;", "&#12a;", "&#-1;", "&# 65;", "&amp", "&nosuch;", "x&amp;"})
    EXPECT_EQ(entity_at(text).length, 0) << text;
  EXPECT_EQ(entity_at("&#" + std::string(40, '0') + "65;").length, 0);
}

}  // namespace
}  // namespace n3::feeds
