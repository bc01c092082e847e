#include "feed_test.hpp"

namespace n3::feeds {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;

Entry item_of(const std::string& members) { return read("{\"items\": [{" + members + "}]}").entries.at(0); }

TEST(JsonFeedTest, version_1_1_is_read) {
  const Feed feed = read(document("json_feed_1.1.json"));
  EXPECT_EQ(feed.title, "Kärme");
  EXPECT_EQ(feed.link, "https://json.example/");
  ASSERT_EQ(feed.entries.size(), 2);
  const Entry& second = feed.entries[0];
  EXPECT_EQ(second.id, "2");
  EXPECT_EQ(second.link, "https://json.example/2");
  EXPECT_EQ(second.title, "Second");
  EXPECT_EQ(second.author, "Ann Ö") << "the feed's";
  EXPECT_EQ(second.published, utc(2026, 3, 2, 8));
  EXPECT_EQ(second.updated, utc(2026, 3, 3, 8));
  EXPECT_EQ(second.html, "<p>Hello, <a href=\"there\">there</a></p>");
  EXPECT_EQ(second.base, "https://json.example/2");
  EXPECT_THAT(second.categories, ElementsAre("one", "two"));
  EXPECT_THAT(second.enclosures, ElementsAre(Enclosure{"https://json.example/2.mp3", "audio/mpeg", "Listen", "12345"}));
  const Entry& first = feed.entries[1];
  EXPECT_EQ(first.id, "1") << "some write numbers";
  EXPECT_EQ(first.link, "https://elsewhere.example/1");
  EXPECT_EQ(first.author, "Bo Ek");
  EXPECT_EQ(first.html, "<p>A note without a title.</p>\n<p>And its second paragraph.</p>");
}

TEST(JsonFeedTest, a_summary_is_shown_where_there_is_no_content) {
  EXPECT_EQ(item_of(R"("summary": "S & s", "image": "/i.png")").html, "<p>S &amp; s</p><p><img src=\"/i.png\"></p>");
  EXPECT_EQ(item_of(R"("summary": "S", "content_text": "T")").html, "<p>T</p>");
}

TEST(JsonFeedTest, what_has_the_wrong_type_is_absent) {
  const Entry entry = item_of(R"("id": [], "title": {}, "tags": "x", "authors": [1, {"name": 2}], "author": "Ann",
                                 "attachments": [{"url": null}], "date_published": 5, "content_html": false)");
  EXPECT_EQ(entry, Entry({.revision = entry.revision, .author = "2", .base = "https://feed.example/feed.xml"}));
  EXPECT_EQ(read(R"({"items": [1, "a", null, {"id": "b"}]})").entries.size(), 1);
  EXPECT_TRUE(read(R"({"items": {}})").entries.empty());
}

TEST(JsonFeedTest, text_may_hold_anything) {
  EXPECT_EQ(item_of(R"("title": "a\r\nBcc: x\u0000\u2028b")").title, "a Bcc: x b");
  EXPECT_EQ(item_of("\"title\": \"\xff\"").title, "ÿ");
}

TEST(JsonFeedTest, half_a_surrogate_pair_is_a_character_that_cannot_be_shown) {
  EXPECT_EQ(item_of(R"("title": "a\ud83d b")").title, "a� b");
  EXPECT_EQ(item_of(R"("title": "a\udE00")").title, "a�");
  EXPECT_EQ(item_of(R"("title": "\ud83d\ud83d\ude00\ude00")").title, "�😀�");
  EXPECT_EQ(item_of(R"("title": "\uD83D\uDE00 \\ud83d \" \\")").title, "😀 \\ud83d \" \\");
  EXPECT_EQ(item_of(R"("title": "\u00e9\n")").title, "é");
  for (const char* cut : {"{\"a\\", "{\"a\\u", "{\"a\\ud83", "{\"a\\ud83d", "{\"a\\ud83d\\"})
    EXPECT_NE(error_of(cut), "") << cut;
}

TEST(JsonFeedTest, what_is_no_JSON_feed_is_an_error_that_says_why) {
  EXPECT_THAT(error_of("{"), HasSubstr("it begins like JSON, but: "));
  EXPECT_THAT(error_of("{\"items\": ["), HasSubstr("it begins like JSON, but: "));
  EXPECT_EQ(error_of("{}"), "it is JSON, but no JSON Feed: it has no items");
  EXPECT_EQ(error_of("[]"), "there is no XML in it");
}

TEST(JsonFeedTest, deep_nesting_is_an_error) {
  EXPECT_THAT(error_of("{\"items\": " + std::string(100'000, '[')), HasSubstr("it begins like JSON, but: "));
}

}  // namespace
}  // namespace n3::feeds
