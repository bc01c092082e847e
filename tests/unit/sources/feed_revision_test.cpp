#include "feed_test.hpp"

namespace n3::feeds {
namespace {

std::string rss_revision(std::string_view inside) { return item(inside).revision; }

std::string atom_revision(const std::string& inside) {
  return read("<feed xmlns=\"http://www.w3.org/2005/Atom\"><entry>" + inside + "</entry></feed>")
      .entries.at(0)
      .revision;
}

std::string json_revision(const std::string& inside) {
  return read("{\"items\": [{\"id\": \"1\", " + inside + "}]}").entries.at(0).revision;
}

TEST(FeedRevisionTest, is_another_where_title_content_link_or_author_is_another) {
  const std::string before = "<title>T</title><link>/1</link><description>D</description><author>Ann</author>";
  for (const char* after :
       {"<title>U</title><link>/1</link><description>D</description><author>Ann</author>",
        "<title>T</title><link>/2</link><description>D</description><author>Ann</author>",
        "<title>T</title><link>/1</link><description>E</description><author>Ann</author>",
        "<title>T</title><link>/1</link><description>D</description><author>Bo</author>",
        "<title>T</title><link>/1</link><description>D</description>",
        "<title>T</title><link>/1</link><description>D<a href='/x'/></description><author>Ann</author>",
        "<title>D</title><link>/1</link><description>T</description><author>Ann</author>"})
    EXPECT_NE(rss_revision(after), rss_revision(before)) << after;
}

TEST(FeedRevisionTest, dates_and_counts_are_no_news) {
  EXPECT_EQ(rss_revision("<title>T</title><pubDate>1 Jan 2026</pubDate><slash:comments>1</slash:comments>"),
            rss_revision("<title>T</title><pubDate>2 Jan 2026</pubDate><slash:comments>2</slash:comments>"));
  EXPECT_EQ(
      atom_revision("<title>T</title><updated>2026-01-01T00:00:00Z</updated><link rel='replies' href='/r?count=1'/>"
                    "<media:group><media:title>T</media:title><media:community><media:statistics views='1'/>"
                    "</media:community></media:group>"),
      atom_revision("<title>T</title><updated>2026-01-02T00:00:00Z</updated><link rel='replies' href='/r?count=2'/>"
                    "<media:group><media:title>T</media:title><media:community><media:statistics views='2'/>"
                    "</media:community></media:group>"));
  EXPECT_EQ(json_revision("\"title\": \"T\", \"date_modified\": \"2026-01-01T00:00:00Z\""),
            json_revision("\"title\": \"T\", \"date_modified\": \"2026-01-02T00:00:00Z\""));
}

TEST(FeedRevisionTest, what_is_in_media_or_markup_counts) {
  EXPECT_NE(atom_revision("<media:group><media:description>A</media:description></media:group>"),
            atom_revision("<media:group><media:description>B</media:description></media:group>"));
  EXPECT_NE(atom_revision("<content type='xhtml'><div><a href='/1'>x</a></div></content>"),
            atom_revision("<content type='xhtml'><div><a href='/2'>x</a></div></content>"));
  EXPECT_NE(json_revision("\"content_html\": \"A\""), json_revision("\"content_html\": \"B\""));
  EXPECT_NE(json_revision("\"authors\": [{\"name\": \"A\"}]"), json_revision("\"authors\": [{\"name\": \"B\"}]"));
}

// Not to be mended: whoever has a spool would be told that everything has changed.
TEST(FeedRevisionTest, is_the_same_in_all_versions) {
  EXPECT_EQ(rss_revision("<title>T</title><description>&lt;p&gt;D&lt;/p&gt;</description>"),
            "25adfbd9baec19e10a27b6bec33723e1");
  EXPECT_EQ(atom_revision("<title>T</title><content type='xhtml'><div>D <img src='/1'/></div></content>"),
            "c27f1463509869d6d2d9d4340b8aa911");
  EXPECT_EQ(json_revision("\"title\": \"T\", \"content_html\": \"<p>D</p>\""), "0e5366259cd16a92f2ea267f07291e84");
}

}  // namespace
}  // namespace n3::feeds
