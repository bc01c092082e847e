#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <chrono>
#include <memory>
#include <span>
#include <stdexcept>
#include <string>
#include <utility>
#include <vector>

#include <n3/sources.hpp>

#include "base/settled.hpp"

namespace n3 {
namespace {

using namespace std::chrono_literals;
using testing::ElementsAre;
using testing::HasSubstr;

// Has the items that it is given, and notes what it is told.
class Fixed : public Source {
 public:
  explicit Fixed(std::vector<Item> items, std::string* told = nullptr) : items_(std::move(items)), told_(told) {}

  Answer<Batch> fetch(std::string_view cursor) override {
    if (cursor == "fail") return Error::temporary("no luck");
    return Batch{.items = items_, .cursor = "next"};
  }
  bool removes() const override { return true; }
  Answer<Done> remove(std::span<const std::string> keys) override {
    *told_ += "remove " + keys.front();
    return Done{};
  }
  void interrupt() override { *told_ += "interrupt "; }

 private:
  const std::vector<Item> items_;
  std::string* const told_;
};

using Keys = std::vector<std::string>;

Keys passing(std::vector<Item> items, Filter filter) {
  auto answer = settled(filtered(std::make_unique<Fixed>(std::move(items)), std::move(filter))->fetch(""));
  Keys keys;
  for (const Item& item : answer.value()->items) keys.push_back(item.key);
  return keys;
}

std::vector<Item> items() {
  return {{.key = "subject", .content = Message{}.subject("The Sea").text("x")},
          {.key = "author", .content = Message{}.from("Ann Sea", "a@example.org").subject("x")},
          {.key = "keyword", .content = Message{}.subject("x").keyword("moon").keyword("Sea")},
          {.key = "text", .content = Message{}.subject("x").text("At the\nSea").html("x")},
          {.key = "html", .content = Message{}.subject("x").html("<p>Sea</p>")},
          {.key = "none", .content = Message{}.from("x", "sea@example.org").subject("Season").text("seas")},
          {.key = "file", .content = MailFile{"/nowhere"}}};
}

TEST(FilterTest, without_conditions_all_items_pass) { EXPECT_EQ(passing(items(), {}).size(), items().size()); }

TEST(FilterTest, an_expression_is_looked_for_in_subject_author_keywords_and_text) {
  EXPECT_THAT(passing(items(), {.include = R"(\bSea\b)"}),
              ElementsAre("subject", "author", "keyword", "text", "html", "file"));
  EXPECT_THAT(passing(items(), {.exclude = R"(\bSea\b)"}), ElementsAre("none", "file"));
  EXPECT_THAT(passing(items(), {.include = "Sea", .exclude = "son$|moon"}),
              ElementsAre("subject", "author", "text", "html", "file"));
  EXPECT_THAT(passing(items(), {.include = "(?i)^SEAS"}), ElementsAre("none", "file"));
}

TEST(FilterTest, what_is_too_old_is_left_out_and_what_has_no_date_is_not) {
  const auto now = std::chrono::floor<std::chrono::seconds>(std::chrono::system_clock::now());
  const std::vector<Item> dated = {{.key = "old", .date = now - 31h},
                                   {.key = "old message", .content = Message{}.date(now - 31h)},
                                   {.key = "new", .content = Message{}.date(now - 31h), .date = now - 29h},
                                   {.key = "none"}};
  EXPECT_THAT(passing(dated, {.maximum_age = 30h}), ElementsAre("new", "none"));
}

TEST(FilterTest, everything_else_is_the_sources) {
  std::string told;
  auto source = filtered(std::make_unique<Fixed>(items(), &told), {.include = "x"});
  EXPECT_EQ(settled(source->fetch("")).value()->cursor, "next");
  EXPECT_EQ(settled(source->fetch("fail")).error()->text, "no luck");
  EXPECT_TRUE(source->removes());
  source->interrupt();
  const std::string key = "k";
  EXPECT_FALSE(settled(source->remove({&key, 1})).error());
  EXPECT_EQ(told, "interrupt remove k");
}

TEST(FilterTest, an_expression_that_is_none_is_refused_and_said_why) {
  try {
    filtered(std::make_unique<Fixed>(items()), {.exclude = "(sea"});
    FAIL();
  } catch (const std::invalid_argument& mistake) {
    EXPECT_STREQ(mistake.what(), "\"(sea\" is no regular expression: missing ): (sea");
  }
}

}  // namespace
}  // namespace n3
