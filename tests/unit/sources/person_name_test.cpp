#include <gtest/gtest.h>

#include "sources/feed_readers.hpp"

namespace n3::feeds {
namespace {

TEST(PersonName, has_no_address) {
  const struct {
    const char *text, *name;
  } cases[] = {
      {"Ann Ö", "Ann Ö"},
      {"  Ann\n Ö ", "Ann Ö"},
      {"Ann &amp; Bob", "Ann & Bob"},
      {"ann@a.example (Ann Ö)", "Ann Ö"},
      {"ann@a.example (Ann (guest))", "Ann (guest)"},
      {"Ann Ö <ann@a.example>", "Ann Ö"},
      {"ann@a.example", "ann"},
      {"<ann@a.example>", "ann"},
      {"<>", ""},
      {"Ann (guest)", "Ann (guest)"},
      {"Ann (at@home)", "Ann (at@home)"},
      {"@ann", "@ann"},
      {"Ann @ Bob", "Ann @ Bob"},
      {"", ""},
  };
  for (const auto& one : cases) EXPECT_EQ(person_name(one.text), one.name) << one.text;
}

TEST(PersonName, is_added_to_others_once) {
  std::string names;
  for (const char* name : {"", "Ann", "Ann", "Bob", "Ann", "Bob", "", "Anne"}) add_name(names, name);
  EXPECT_EQ(names, "Ann, Bob, Anne");
}

}  // namespace
}  // namespace n3::feeds
