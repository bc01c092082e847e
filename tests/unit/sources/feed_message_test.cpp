#include "feed_test.hpp"

#include <n3/message.hpp>

#include "sources/feed_message.hpp"

namespace n3::feeds {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;
using testing::Not;

using Header = std::pair<std::string, std::string>;

const Sender sender{.address = "blog.example@n3.invalid", .list_id = "blog.example.0a1b2c3d.n3.invalid"};

Message::Fields message(const Entry& entry, const std::string& title = "Blog") {
  return to_message({.title = title, .link = "https://blog.example/"}, entry, sender).fields();
}

TEST(FeedMessageTest, is_from_the_author_via_the_feed) {
  EXPECT_EQ(message({.author = "Ann Ö"}).from.at(0).name, "Ann Ö via Blog");
  EXPECT_EQ(message({}).from.at(0).name, "Blog");
  EXPECT_EQ(message({.author = "BLOG"}).from.at(0).name, "Blog");
  EXPECT_EQ(message({.author = "Ann Ö"}, "").from.at(0).name, "Ann Ö");
  EXPECT_EQ(message({}, "").from.at(0).name, "blog.example");
  EXPECT_EQ(message({}).from.at(0).address, "blog.example@n3.invalid");
}

TEST(FeedMessageTest, has_a_header_to_file_and_find_it_by) {
  const auto fields =
      message({.link = "https://blog.example/ä b", .title = "T", .categories = {"sea", "", "moon\r\nx", "sea"}});
  EXPECT_EQ(fields.subject, "T");
  EXPECT_EQ(fields.list_id.name, "Blog");
  EXPECT_EQ(fields.list_id.address, "blog.example.0a1b2c3d.n3.invalid");
  EXPECT_THAT(fields.headers, ElementsAre(Header("Archived-At", "<https://blog.example/%C3%A4%20b>")));
  EXPECT_THAT(fields.keywords, ElementsAre("sea", "moon x"));
}

TEST(FeedMessageTest, is_dated_when_it_was_published_else_updated) {
  EXPECT_EQ(message({.published = utc(2026, 1, 1), .updated = utc(2026, 2, 2)}).date, utc(2026, 1, 1));
  EXPECT_EQ(message({.updated = utc(2026, 2, 2)}).date, utc(2026, 2, 2));
  EXPECT_EQ(message({}).date, std::nullopt);
}

TEST(FeedMessageTest, has_HTML_and_a_text_made_of_it) {
  const auto fields = message({.link = "https://blog.example/1",
                               .title = "Tea & coffee",
                               .html = "<p>See <a href=\"2\">the other</a>.<script>x</script>",
                               .base = "https://blog.example/1"});
  EXPECT_EQ(*fields.html,
            "<h2><a href=\"https://blog.example/1\">Tea &amp; coffee</a></h2>\n"
            "<div><p>See <a href=\"https://blog.example/2\">the other</a>.</p></div>\n"
            "<p><a href=\"https://blog.example/1\">https://blog.example/1</a></p>\n");
  EXPECT_EQ(*fields.text, "See the other [1].\n\n[1] https://blog.example/2\n\nhttps://blog.example/1\n");
}

TEST(FeedMessageTest, a_subject_made_of_the_first_words_has_no_marks_of_links) {
  const auto fields = message({.html = "<p>See <a href=\"https://a.example/\">The Other One</a>, please</p>"});
  EXPECT_EQ(fields.subject, "See The Other One, please");
}

TEST(FeedMessageTest, enclosures_are_links) {
  const auto fields = message(
      {.title = "T",
       .enclosures = {{.url = "https://a.example/1.mp3", .type = "audio/mpeg", .title = "Listen", .octets = "123"},
                      {.url = "https://a.example/2", .octets = "no number"}}});
  EXPECT_THAT(*fields.html, HasSubstr("<p><a href=\"https://a.example/1.mp3\">Listen</a> (audio/mpeg, 123 octets)</p>\n"
                                      "<p><a href=\"https://a.example/2\">https://a.example/2</a></p>"));
  EXPECT_EQ(*fields.text, "T\n\nhttps://a.example/1.mp3 (audio/mpeg, 123 octets)\n\nhttps://a.example/2\n");
}

TEST(FeedMessageTest, without_a_title_its_first_words_are_the_subject) {
  const auto fields =
      message({.html = "<p>Walked to the harbour, saw a ship with five masts and thirty sails, went home</p>"});
  EXPECT_EQ(fields.subject, "Walked to the harbour, saw a ship with five masts and thirty…");
  EXPECT_THAT(*fields.html, Not(HasSubstr("<h2>")));
  EXPECT_EQ(message({.link = "https://a.example/"}).subject, "https://a.example/");
  EXPECT_EQ(message({}).subject, "");
}

// The header of a message of a feed in which everything says the same.
std::string header_where_all_is(const std::string& text) {
  const Feed feed =
      read("{\"title\": \"" + text + "\", \"home_page_url\": \"" + text + "\", \"items\": [{\"id\": \"" + text +
               "\", \"url\": \"" + text + "\", \"title\": \"" + text + "\", \"author\": {\"name\": \"" + text +
               "\"}, \"tags\": [\"" + text + "\"], \"content_html\": \"" + text + "\"}]}",
           "", "");
  const std::string mail = compose(to_message(feed, feed.entries.at(0), Sender::of(feed, "feed.json")), {.uid = "1"});
  return mail.substr(0, mail.find("\r\n\r\n") + 2);
}

TEST(FeedMessageTest, nothing_in_a_feed_can_write_a_header) {
  for (const char* text : {R"(x\r\nBcc: y)", R"(x\nBcc: y)", R"(x\rBcc: y)", R"(x\u0000\r\n\r\nBcc: y)",
                           R"(\u2028Bcc: y)", R"(x\u0085Bcc: y)", R"(=?utf-8?q?x=0D=0ABcc:?= y)", R"(\"<>@,;:Bcc)"})
    EXPECT_THAT(header_where_all_is(text), Not(testing::ContainsRegex("[\r\n]Bcc"))) << text;
}

TEST(FeedMessageTest, a_link_that_runs_something_is_no_link) {
  EXPECT_THAT(*message({.link = "javascript:alert(1)", .title = "T"}).html, Not(HasSubstr("href")));
}

TEST(SenderTest, is_made_of_the_host) {
  EXPECT_EQ(Sender::of({}, "https://www.Blog.example:8080/feed?x").address, "blog.example@n3.invalid");
  EXPECT_EQ(Sender::of({.link = "https://site.example/"}, "feed.xml").address, "site.example@n3.invalid");
  EXPECT_EQ(Sender::of({.link = "https://site.example/"}, "https://cdn.example/").address, "cdn.example@n3.invalid");
  EXPECT_EQ(Sender::of({}, "feed.xml").address, "feed@n3.invalid");
}

TEST(SenderTest, odd_hosts_are_no_odd_addresses) {
  for (const char* url : {"https://", "https://...", "https://[::1]/", "https://ä.ö/", "https://a..b/",
                          "https://a\r\nb/", "https://.a./", "https://a@b:c@d/"}) {
    const Sender odd = Sender::of({}, url);
    EXPECT_NO_THROW(Message{}.from(odd.address).list_id("", odd.list_id)) << url << " " << odd.address;
  }
}

TEST(SenderTest, feeds_of_one_host_are_lists_of_their_own) {
  EXPECT_NE(Sender::of({}, "https://a.example/1").list_id, Sender::of({}, "https://a.example/2").list_id);
  EXPECT_EQ(Sender::of({}, "https://ann:pass@a.example/1").list_id, Sender::of({}, "https://a.example/1").list_id)
      << "nobody can try passwords on it";
}

}  // namespace
}  // namespace n3::feeds
