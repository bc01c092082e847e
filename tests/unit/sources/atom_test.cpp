#include "feed_test.hpp"

namespace n3::feeds {
namespace {

using testing::ElementsAre;

Entry entry(const std::string& inside) {
  return read("<feed xmlns=\"http://www.w3.org/2005/Atom\"><title>Feed</title><entry>" + inside + "</entry></feed>")
      .entries.at(0);
}

TEST(AtomTest, version_1_0_is_read) {
  const Feed feed = read(document("atom_1.0.xml"), "", "https://elsewhere.example/atom.xml");
  EXPECT_EQ(feed.title, "Notes & queries");
  EXPECT_EQ(feed.link, "https://blog.example/");
  ASSERT_EQ(feed.entries.size(), 3);
  const Entry& less = feed.entries[0];
  EXPECT_EQ(less.id, "tag:blog.example,2026:less");
  EXPECT_EQ(less.link, "https://blog.example/2026/less");
  EXPECT_EQ(less.title, "Is 1 < 2?");
  EXPECT_EQ(less.author, "Ann Ö") << "the feed's";
  EXPECT_EQ(less.published, utc(2026, 3, 2, 10, 29, 29));
  EXPECT_EQ(less.updated, utc(2026, 3, 2, 18, 30, 2));
  EXPECT_THAT(less.html, testing::HasSubstr("<p>It <em>is</em>: see <a href=\"proof\">here</a>.<br>Q.E.D.</p>"));
  EXPECT_EQ(less.base, "https://blog.example/2026/");
  EXPECT_THAT(less.categories, ElementsAre("Mathematics"));
  EXPECT_THAT(less.enclosures,
              ElementsAre(Enclosure{"https://blog.example/less.png", "image/png", "A drawing", "1337"}));
  const Entry& bold = feed.entries[1];
  EXPECT_EQ(bold.title, "A bold title");
  EXPECT_EQ(bold.author, "Bo Ek");
  EXPECT_EQ(bold.html, "<p>Only a summary</p>");
  EXPECT_FALSE(bold.published);
  const Entry& film = feed.entries[2];
  EXPECT_EQ(film.html, "<p><img src=\"https://video.example/film.jpg\"></p>\n<p>What the film is about</p>");
  EXPECT_THAT(film.enclosures, ElementsAre(Enclosure{"https://video.example/film.mp4", "video/mp4"}));
}

TEST(AtomTest, version_0_3_is_read) {
  const Feed feed = read(document("atom_0.3.xml"));
  EXPECT_EQ(feed.title, "Old notes");
  ASSERT_EQ(feed.entries.size(), 1);
  const Entry& entry = feed.entries[0];
  EXPECT_EQ(entry.title, "Tom & Jerry");
  EXPECT_EQ(entry.link, "http://old.example/1");
  EXPECT_EQ(entry.published, utc(2004, 5, 31, 18));
  EXPECT_EQ(entry.updated, utc(2004, 6, 1, 10, 11, 12));
  EXPECT_EQ(entry.html, "<p>Cat and mouse</p>");
}

TEST(AtomTest, an_entry_on_its_own_is_a_feed_of_one) {
  const Feed feed = read("<entry xmlns=\"http://www.w3.org/2005/Atom\"><id>x</id><title>T</title></entry>");
  ASSERT_EQ(feed.entries.size(), 1);
  EXPECT_EQ(feed.entries[0].title, "T");
}

TEST(AtomTest, text_means_what_it_says_and_HTML_is_HTML) {
  EXPECT_EQ(entry("<title>&lt;b&gt; &amp;amp;</title>").title, "<b> &amp;");
  EXPECT_EQ(entry("<title type=\"html\">&lt;b&gt;x&lt;/b&gt; &amp;amp;</title>").title, "x &");
  EXPECT_EQ(entry("<content>&lt;b&gt;</content>").html, "<p>&lt;b&gt;</p>");
  EXPECT_EQ(entry("<content type=\"html\">&lt;b&gt;x&lt;/b&gt;</content>").html, "<b>x</b>");
  EXPECT_EQ(entry("<content type=\"text/plain\">a &lt; b</content>").html, "<p>a &lt; b</p>");
}

TEST(AtomTest, content_that_is_no_text_is_not_shown) {
  EXPECT_EQ(entry("<content type=\"image/png\">iVBORw0KGgo=</content><summary>A picture</summary>").html,
            "<p>A picture</p>");
  EXPECT_EQ(entry("<content type=\"text/html\" mode=\"base64\">PHA+</content>").html, "");
}

TEST(AtomTest, content_comes_before_a_summary_whichever_stands_first) {
  EXPECT_EQ(entry("<summary>Short</summary><content>Long</content>").html, "<p>Long</p>");
  EXPECT_EQ(entry("<content>Long</content><summary>Short</summary>").html, "<p>Long</p>");
  EXPECT_EQ(entry("<summary>Short</summary><content/>").html, "<p>Short</p>");
}

TEST(AtomTest, the_alternate_link_is_the_link) {
  EXPECT_EQ(entry("<link rel=\"self\" href=\"/s\"/><link rel=\"alternate\" href=\"/a\"/><link href=\"/b\"/>").link,
            "https://feed.example/a");
  EXPECT_EQ(entry("<link rel=\"self\" href=\"/s\"/>").link, "");
  EXPECT_EQ(entry("<content src=\"/elsewhere\" type=\"image/png\"/>").link, "https://feed.example/elsewhere");
  EXPECT_EQ(entry("<id>https://a.example/1</id>").link, "https://a.example/1") << "for want of a link";
  EXPECT_EQ(entry("<id>urn:uuid:1</id>").link, "");
}

TEST(AtomTest, an_author_is_the_entrys_else_the_sources_else_the_feeds) {
  EXPECT_EQ(entry("<author><name>Ann</name></author><author><name>Bo</name></author>").author, "Ann, Bo");
  EXPECT_EQ(entry("<source><author><name>Ann</name></author></source>").author, "Ann");
  EXPECT_EQ(entry("<author><email>ann@a.example</email></author>").author, "");
}

TEST(AtomTest, categories_are_labels_else_terms) {
  EXPECT_THAT(entry("<category term=\"a\" label=\"A\"/><category "
                    "term=\"b\"/><category>c</category><category/><dc:subject>d</dc:subject>")
                  .categories,
              ElementsAre("A", "b", "c", "d"));
}

TEST(AtomTest, links_in_the_content_are_relative_to_xml_base_else_to_the_entrys_page_else_to_the_feed) {
  EXPECT_EQ(entry("<link href=\"https://a.example/1\"/><content>x</content>").base, "https://a.example/1");
  EXPECT_EQ(entry("<link href=\"https://a.example/1\"/><content xml:base=\"https://b.example/\">x</content>").base,
            "https://b.example/");
  EXPECT_EQ(entry("<content>x</content>").base, "https://feed.example/feed.xml");
}

TEST(AtomTest, an_entry_that_the_document_ends_in_is_left_out) {
  const Feed feed = read("<feed><entry><title>A</title></entry><entry><title>B</title><content>x</con");
  ASSERT_EQ(feed.entries.size(), 1);
  EXPECT_TRUE(feed.cut_short);
}

TEST(AtomTest, XHTML_may_have_any_prefix) {
  EXPECT_EQ(
      entry("<content type=\"xhtml\"><h:div xmlns:h=\"http://www.w3.org/1999/xhtml\"><h:p>x</h:p></h:div></content>")
          .html,
      "<div><p>x</p></div>");
}

TEST(AtomTest, elements_that_should_have_been_escaped_are_HTML_all_the_same) {
  EXPECT_EQ(entry("<content type=\"text/html\"><a href=\"/x\">x</a></content>").html, "<a href=\"/x\">x</a>");
}

TEST(AtomTest, a_namespace_that_is_not_Atoms_is_forgiven) {
  EXPECT_EQ(read("<feed><entry><title>T</title></entry></feed>").entries.at(0).title, "T");
  EXPECT_EQ(read("<a:feed xmlns:a=\"urn:x\"><a:entry><a:title>T</a:title></a:entry></a:feed>").entries.at(0).title,
            "T");
}

}  // namespace
}  // namespace n3::feeds
