#include "feed_test.hpp"

namespace n3::feeds {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;

TEST(RssTest, version_0_91_is_read) {
  const Feed feed = read(document("rss_0.91.xml"));
  EXPECT_EQ(feed.title, "The Lighthouse");
  EXPECT_EQ(feed.link, "http://lighthouse.example/");
  ASSERT_EQ(feed.entries.size(), 2);
  const Entry& fog = feed.entries[0];
  EXPECT_EQ(fog.title, "Fog & more fog");
  EXPECT_EQ(fog.link, "http://lighthouse.example/fog");
  EXPECT_EQ(fog.html, "<p>The horn has been on since Tuesday.</p>");
  EXPECT_EQ(fog.id, "");
  EXPECT_FALSE(fog.published);
  EXPECT_EQ(feed.entries[1].html, "");
}

TEST(RssTest, version_1_0_is_read) {
  const Feed feed = read(document("rss_1.0.rdf"));
  EXPECT_EQ(feed.title, "New at the library");
  ASSERT_EQ(feed.entries.size(), 2);
  const Entry& tales = feed.entries[0];
  EXPECT_EQ(tales.id, "http://library.example/book/2");
  EXPECT_EQ(tales.title, "Märchen");
  EXPECT_EQ(tales.author, "Ann Ö");
  EXPECT_EQ(tales.html, "<p>The <b>long</b> form</p>");
  EXPECT_EQ(tales.published, utc(2026, 3, 2, 8));
  EXPECT_THAT(tales.categories, ElementsAre("tales"));
  EXPECT_EQ(feed.entries[1].published, utc(2026, 3, 1));
}

TEST(RssTest, version_2_0_is_read) {
  const Feed feed = read(document("rss_2.0.xml"));
  EXPECT_EQ(feed.title, "Harbour Radio");
  EXPECT_EQ(feed.link, "https://radio.example/");
  ASSERT_EQ(feed.entries.size(), 2);
  const Entry& tides = feed.entries[0];
  EXPECT_EQ(tides.id, "radio-2");
  EXPECT_EQ(tides.link, "https://radio.example/2");
  EXPECT_EQ(tides.title, "Episode 2: \"Tides\"");
  EXPECT_EQ(tides.author, "Ann Ö, Bo Ek");
  EXPECT_EQ(tides.published, utc(2026, 3, 2, 6));
  EXPECT_EQ(tides.html, "<p>About <a href=\"/tides\">tides</a>.</p>");
  EXPECT_EQ(tides.base, "https://radio.example/2");
  EXPECT_THAT(tides.categories, ElementsAre("sea", "moon"));
  EXPECT_THAT(tides.enclosures, ElementsAre(Enclosure{"https://radio.example/2.mp3", "audio/mpeg", "", "24500000"}));
  const Entry& first = feed.entries[1];
  EXPECT_EQ(first.link, "https://radio.example/1") << "a guid is a link unless it says otherwise";
  EXPECT_EQ(first.author, "Bo Ek");
  EXPECT_EQ(first.published, utc(2026, 3, 1, 13));
  EXPECT_EQ(first.html, "<p>Plain text &lt; HTML</p>");
}

TEST(RssTest, a_channel_on_its_own_and_items_beside_it_are_read) {
  EXPECT_EQ(read("<channel><title>T</title><item><title>A</title></item></channel>").entries.at(0).title, "A");
  EXPECT_EQ(read("<rss><channel/><item><title>A</title></item></rss>").entries.at(0).title, "A");
  EXPECT_EQ(read("<RSS><Channel><Item><TITLE>A</TITLE></Item></Channel></RSS>").entries.at(0).title, "A");
}

TEST(RssTest, elements_of_other_vocabularies_are_not_taken_for_its_own) {
  const Entry entry = item(
      "<other:title xmlns:other=\"urn:x\">No</other:title><undeclared:title>No</undeclared:title>"
      "<title>Yes</title>");
  EXPECT_EQ(entry.title, "Yes");
}

TEST(RssTest, prefixes_that_were_never_declared_are_understood) {
  EXPECT_EQ(item("<dc:creator>Ann</dc:creator>").author, "Ann");
  EXPECT_EQ(item("<content:encoded>&lt;p&gt;x&lt;/p&gt;</content:encoded>").html, "<p>x</p>");
}

TEST(RssTest, namespaces_may_be_written_in_their_known_variants) {
  EXPECT_EQ(item("<i:author xmlns:i=\"http://www.itunes.com/DTDs/Podcast-1.0.dtd\">Ann</i:author>").author, "Ann");
  EXPECT_EQ(item("<m:title xmlns:m=\"http://search.yahoo.com/mrss\">T</m:title>").title, "T");
}

TEST(RssTest, a_default_namespace_is_that_of_the_feed) {
  const Feed feed =
      read("<rss xmlns=\"http://anything.example/rss\"><channel><item><title>A</title></item></channel></rss>");
  EXPECT_EQ(feed.entries.at(0).title, "A");
}

TEST(RssTest, descriptions_are_HTML_or_text_by_their_looks) {
  EXPECT_EQ(item("<description>&lt;b&gt;x&lt;/b&gt;</description>").html, "<b>x</b>");
  EXPECT_EQ(item("<description><![CDATA[<b>x</b>]]></description>").html, "<b>x</b>");
  EXPECT_EQ(item("<description>1 &lt; 2\n\nNew</description>").html, "<p>1 &lt; 2</p>\n<p>New</p>");
  EXPECT_EQ(item("<description>not <b>escaped</b></description>").html, "not <b>escaped</b>");
}

TEST(RssTest, the_fullest_content_is_taken) {
  const std::string description = "<description>&lt;p&gt;short&lt;/p&gt;</description>";
  EXPECT_EQ(item(description + "<content:encoded>&lt;p&gt;long&lt;/p&gt;</content:encoded>").html, "<p>long</p>");
  EXPECT_EQ(item("<itunes:summary>summary</itunes:summary>" + description).html, "<p>short</p>");
  EXPECT_EQ(item("<itunes:summary>summary</itunes:summary>").html, "<p>summary</p>");
  EXPECT_EQ(item("<xhtml:body><p>x</p></xhtml:body>" + description).html, "<p>x</p>");
}

TEST(RssTest, media_is_shown_where_there_is_nothing_else) {
  const Entry entry = item(
      "<media:content url=\"a.jpg\" medium=\"image\"/><media:content url=\"/b.mp4\"/>"
      "<media:description>What it is</media:description>");
  EXPECT_EQ(entry.html, "<p><img src=\"a.jpg\"></p>\n<p>What it is</p>");
  EXPECT_THAT(entry.enclosures, ElementsAre(Enclosure{"https://feed.example/b.mp4"}));
}

TEST(RssTest, Atoms_elements_within_an_item_count) {
  const Entry entry = item(
      "<atom:id>x</atom:id><atom:link href=\"/a\"/><atom:updated>2026-01-01</atom:updated>"
      "<atom:author><atom:name>Ann</atom:name></atom:author>");
  EXPECT_EQ(entry.id, "x");
  EXPECT_EQ(entry.link, "https://feed.example/a");
  EXPECT_EQ(entry.author, "Ann");
  EXPECT_EQ(entry.updated, utc(2026, 1, 1));
}

TEST(RssTest, people_are_named_without_their_addresses) {
  for (const char* author : {"ann@a.example (Ann Ö)", "Ann Ö &lt;ann@a.example&gt;", "Ann Ö", "  Ann\n Ö "})
    EXPECT_EQ(item("<author>" + std::string(author) + "</author>").author, "Ann Ö") << author;
  EXPECT_EQ(item("<author>ann@a.example</author>").author, "ann");
  EXPECT_EQ(item("<author>Ann (guest)</author>").author, "Ann (guest)");
}

TEST(RssTest, relative_links_are_relative_to_the_document) {
  EXPECT_EQ(item("<link>a?b=c</link>").link, "https://feed.example/a?b=c");
  EXPECT_EQ(item("<link>\n https://a.example/ \n</link>").link, "https://a.example/");
  EXPECT_EQ(item("<link/>").link, "");
}

TEST(RssTest, titles_may_hold_HTML_and_line_breaks) {
  EXPECT_EQ(item("<title>Tom &amp;amp; Jerry</title>").title, "Tom & Jerry");
  EXPECT_EQ(item("<title>\n a\r\n&lt;b&gt;b&lt;/b&gt; </title>").title, "a b");
  EXPECT_EQ(item("<title>not <b>escaped</b></title>").title, "not escaped");
}

TEST(RssTest, broken_documents_yield_what_they_can) {
  EXPECT_EQ(item("<title>AT&T &nbsp; caf&eacute; & co</title>").title, "AT&T café & co");
  EXPECT_EQ(item("<title>a</titel><link>https://a.example/</link>").link, "https://a.example/");
  EXPECT_EQ(read("\n\n  <?xml version=\"1.0\"?>" + rss("<item><title>A</title></item>") + "<junk>").entries.size(), 1);
  const Feed feed = read(rss("<item><title>A <b</title></item><item><title>B &amp; C</title></item>"));
  EXPECT_EQ(feed.entries.back().title, "B & C");
}

TEST(RssTest, html_that_is_not_escaped_takes_nothing_from_the_items_below) {
  for (const char* text :
       {"x<br>y", "x <img src='z'> y", "<p>x<p>y", "<ul><li>x<li>y</ul>", "x</p>y", "<b>x<i>y</b>"}) {
    const Feed feed = read(rss("<item><title>A</title><description>" + std::string(text) +
                               "</description></item><item><title>B</title></item>"));
    ASSERT_EQ(feed.entries.size(), 2) << text;
    EXPECT_THAT(feed.entries[0].html, HasSubstr("y")) << text;
    EXPECT_EQ(feed.entries[1].title, "B") << text;
  }
}

TEST(RssTest, an_item_that_the_document_ends_in_is_left_out) {
  const std::string whole = "<rss><channel><item><title>A &amp; B</title></item>";
  for (const char* rest :
       {"<item><title>C &amp;", "<item><title>C</title", "<item><title>C</title>", "<item", "<item>",
        "<item><description><![CDATA[x]", "", "</channel>", "<item><title>C</title><item><title>D</title></item>"}) {
    const Feed feed = read(whole + rest);
    ASSERT_EQ(feed.entries.size(), 1) << rest;
    EXPECT_EQ(feed.entries[0].title, "A & B");
    EXPECT_TRUE(feed.cut_short) << rest;
  }
  EXPECT_EQ(read(whole + "<item><title>C</title></item>").entries.size(), 2);
}

TEST(RssTest, a_document_with_elements_that_are_not_closed_is_not_cut_short) {
  for (const char* item :
       {"<item><description><p><b>x</description></item>", "<item><title>x<br><br><br></title></item>"}) {
    const Feed feed = read(rss(item));
    EXPECT_EQ(feed.entries.size(), 1) << item;
    EXPECT_FALSE(feed.cut_short) << item;
  }
}

TEST(RssTest, links_in_the_content_are_relative_to_xml_base_else_to_the_items_page_else_to_the_feed) {
  EXPECT_EQ(item("<link>https://a.example/1</link>").base, "https://a.example/1");
  EXPECT_EQ(read(rss("<item xml:base=\"https://b.example/\"><link>https://a.example/1</link></item>")).entries[0].base,
            "https://b.example/");
  EXPECT_EQ(item("").base, "https://feed.example/feed.xml");
  EXPECT_EQ(read(rss("<item/>"), "", "").entries[0].base, "");
}

TEST(RssTest, a_link_has_no_spaces) {
  EXPECT_EQ(item("<link>https://a.example/a b</link>").link, "https://a.example/a%20b");
  EXPECT_EQ(read(rss("<item><link>a b</link></item>"), "", "").entries[0].link, "a%20b");
  EXPECT_EQ(item("<link>https://a.example/ä</link>").link, "https://a.example/ä");
}

TEST(RssTest, a_feed_without_items_is_a_feed) {
  EXPECT_TRUE(read(rss("")).entries.empty());
  EXPECT_EQ(read(rss("")).title, "Feed");
}

TEST(RssTest, what_is_no_feed_is_an_error_that_says_what_it_is) {
  EXPECT_EQ(error_of(""), "it is empty");
  EXPECT_EQ(error_of(" \n "), "it is empty");
  EXPECT_EQ(error_of("just text"), "there is no XML in it");
  EXPECT_EQ(error_of("<!DOCTYPE html><html><body>x</body></html>"),
            "it is a web page, and no feed; the feed has an address of its own");
  EXPECT_EQ(error_of("<html xmlns=\"http://www.w3.org/1999/xhtml\"/>"),
            "it is a web page, and no feed; the feed has an address of its own");
  EXPECT_EQ(error_of("<opml/>"), "it is XML, but neither RSS nor Atom: its root is <opml>");
  EXPECT_THAT(error_of("<rss><channel><title>cut off"), HasSubstr("its XML is broken, and no entries could be read"));
}

TEST(SiteLinkTest, the_link_of_the_feed_or_of_a_whole_site_is_no_entrys_page) {
  const auto has_page = [](const std::string& link) {
    return read(rss("<item><link>" + link + "</link></item>", "<link>https://a.example/news/</link>"))
        .entries.at(0)
        .has_page;
  };
  for (const char* link :
       {"https://a.example/news/", "https://a.example/news", "http://b.example", "http://b.example/"})
    EXPECT_FALSE(has_page(link)) << link;
  for (const char* link : {"https://a.example/news/1", "http://b.example/?p=1", "http://b.example/#1", "1"})
    EXPECT_TRUE(has_page(link)) << link;
}

}  // namespace
}  // namespace n3::feeds
