#include "sources/feed_template.hpp"

#include <gtest/gtest.h>

#include <n3/sources.hpp>

#include "feed_test.hpp"
#include "sources/feed_message.hpp"

namespace n3::feeds {
namespace {

TEST(FeedTemplateTest, names_stand_for_what_the_feed_says) {
  const TemplateValues values{.title = "{feed}", .author = "Ann", .feed = "Blog"};
  EXPECT_EQ(filled("[{feed}] {title} ({author})", values), "[Blog] {feed} (Ann)");
  EXPECT_EQ(filled("", values), "");
  EXPECT_EQ(filled("}x", values), "}x");
}

TEST(FeedTemplateTest, another_name_is_a_mistake) {
  EXPECT_EQ(template_problem("[{feed}] {title}"), "");
  EXPECT_EQ(template_problem("{titel}"), "{titel} is none of {title}, {author} and {feed}");
  EXPECT_EQ(template_problem("{title} {"), "{ is none of {title}, {author} and {feed}");
  EXPECT_THROW(feed("https://a.example/", {.subject = "{x}"}), std::invalid_argument);
  EXPECT_THROW(feed("https://a.example/", {.from = "{x}"}), std::invalid_argument);
}

TEST(FeedTemplateTest, subject_and_sender_of_a_message_are_made_of_them) {
  const Sender sender{.address = "a@n3.invalid", .list_id = "a.n3.invalid"};
  const FeedOptions options{.subject = "[{feed}] {title}", .from = "{author} at {feed}"};
  const auto fields = to_message({.title = "Blog"}, {.title = "News", .author = "Ann"}, sender, options).fields();
  EXPECT_EQ(fields.subject, "[Blog] News");
  EXPECT_EQ(fields.from.at(0).name, "Ann at Blog");
  EXPECT_EQ(fields.from.at(0).address, "a@n3.invalid");
  EXPECT_THAT(*fields.html, testing::HasSubstr("<h2>News</h2>"));
  EXPECT_EQ(to_message({.title = "Blog"}, {.html = "First words"}, sender, options).fields().subject,
            "[Blog] First words");
  EXPECT_EQ(to_message({.title = "Blog"}, {}, sender, {.from = "{author}"}).fields().from.at(0).name, "Blog")
      << "nobody is called nothing";
}

}  // namespace
}  // namespace n3::feeds
