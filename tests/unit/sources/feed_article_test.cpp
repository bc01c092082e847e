#include <algorithm>
#include <string>

#include "feed_source_test.hpp"

namespace n3 {
namespace {

using test::HttpServer;
using test::reply;
using testing::AllOf;
using testing::HasSubstr;
using testing::Not;

// A feed with one entry, and the page that it links to.
class FeedArticleTest : public testing::Test {
 protected:
  /// The message of the entry, finished.
  Message::Fields message(const std::string& path, const std::string& content = "In short.",
                          FeedOptions options = {.articles = Articles::whole}) {
    entry =
        "<item><title>T</title><link>" + server.url(path) + "</link><description>" + content + "</description></item>";
    Batch batch = fetch(*web_feed(server.url("/feed.xml"), std::move(options)));
    const Item& item = batch.items.at(0);
    const auto& unfinished = std::get<Message>(item.content);
    return item.finish ? item.finish(unfinished).fields() : unfinished.fields();
  }

  long asked_for(const std::string& path) const {
    const auto paths = server.paths();
    return std::ranges::count(paths, path);
  }

  static std::string long_text() {
    std::string text;
    for (int i = 0; i < 100; ++i) text += "The harbour was quiet. ";
    return text;
  }

  static constexpr const char* html = "Content-Type: text/html\r\n";
  const std::string page = "<html><body><article><p>" + long_text() + "<img src='1.png'></p></article></body></html>";
  std::string entry;
  HttpServer server{{{"/feed.xml", [this](const auto& exchange) { exchange.respond("200 OK", "", feeds::rss(entry)); }},
                     {"/page", reply("200 OK", html, page)},
                     {"/latin", reply("200 OK", "Content-Type: text/html; charset=iso-8859-1\r\n",
                                      "<article><p>caf\xe9 " + long_text() + "</p></article>")},
                     {"/text", reply("200 OK", "Content-Type: text/plain\r\n", page)},
                     {"/little", reply("200 OK", html, "<article><p>Please log in.</p></article>")},
                     {"/1.png", reply("200 OK", "Content-Type: image/png\r\n", "PNG")},
                     {"/broken", reply("500 Internal Server Error", html, page)}}};
};

TEST_F(FeedArticleTest, takes_the_place_of_a_summary) {
  const auto fields = message("/page");
  EXPECT_THAT(*fields.html, AllOf(HasSubstr("harbour"), Not(HasSubstr("In short")), HasSubstr(server.url("/page"))));
  EXPECT_THAT(*fields.text, AllOf(HasSubstr("harbour"), HasSubstr(server.url("/page"))));
  EXPECT_EQ(fields.subject, "T");
}

TEST_F(FeedArticleTest, is_not_fetched_unless_somebody_wants_that) {
  EXPECT_THAT(*message("/page", "In short.", {}).html, HasSubstr("In short."));
  EXPECT_EQ(asked_for("/page"), 0);
}

TEST_F(FeedArticleTest, is_not_fetched_where_the_feed_has_it_already) {
  EXPECT_THAT(*message("/page", "Whole. " + long_text()).html, HasSubstr("Whole."));
  EXPECT_EQ(asked_for("/page"), 0);
}

TEST_F(FeedArticleTest, that_cannot_be_had_leaves_the_summary_with_its_link) {
  for (const char* path : {"/little", "/text", "/broken", "/missing"}) {
    const auto fields = message(path);
    EXPECT_THAT(*fields.html, AllOf(HasSubstr("In short."), HasSubstr(server.url(path)))) << path;
    EXPECT_EQ(asked_for(path), 1) << path;
  }
}

TEST_F(FeedArticleTest, that_is_larger_than_an_enclosure_may_be_leaves_the_summary) {
  const auto fields = message("/page", "In short.", {.articles = Articles::whole, .largest_enclosure = 100});
  EXPECT_THAT(*fields.html, HasSubstr("In short."));
}

TEST_F(FeedArticleTest, may_be_in_any_charset) { EXPECT_THAT(*message("/latin").text, HasSubstr("café")); }

TEST_F(FeedArticleTest, brings_its_images) {
  const auto fields = message("/page", "In short.", {.images = Images::embed, .articles = Articles::whole});
  ASSERT_EQ(fields.attachments.size(), 1);
  EXPECT_EQ(fields.attachments[0].bytes, "PNG");
}

}  // namespace
}  // namespace n3
