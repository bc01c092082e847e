#include <algorithm>
#include <string>
#include <vector>

#include <n3/spool.hpp>

#include "feed_source_test.hpp"
#include "folder.hpp"
#include "process.hpp"
#include "sources/image_tags.hpp"

namespace n3 {
namespace {

using namespace std::chrono_literals;
using test::HttpServer;
using test::reply;
using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;
using testing::Not;

// A feed with one entry, and what it links to.
class FeedFilesTest : public testing::Test {
 protected:
  /// The message of the entry, finished.
  Message::Fields message(FeedOptions options, const std::string& inside) {
    entry = "<item><title>T</title>" + inside + "</item>";
    Batch batch = fetch(*web_feed(server.url("/feed.xml"), std::move(options)));
    const Item& item = batch.items.at(0);
    const auto& unfinished = std::get<Message>(item.content);
    return item.finish ? item.finish(unfinished).fields() : unfinished.fields();
  }

  std::string enclosure(const std::string& path, const std::string& more = "") const {
    return "<enclosure url='" + server.url(path) + "' " + more + "/>";
  }

  long asked_for(const std::string& path) const {
    const auto paths = server.paths();
    return std::ranges::count(paths, path);
  }

  static constexpr const char* image = "Content-Type: image/png\r\n";
  std::string entry;
  HttpServer server{{{"/feed.xml", [this](const auto& exchange) { exchange.respond("200 OK", "", feeds::rss(entry)); }},
                     {"/a%20b.pdf", reply("200 OK", "Content-Type: application/pdf\r\n", "%PDF")},
                     {"/plain", reply("200 OK", "", "bytes")},
                     {"/page.mp3", reply("200 OK", "Content-Type: text/html\r\n", "<p>Please log in</p>")},
                     {"/thousand", reply("200 OK", "", std::string(1000, 'x'))},
                     {"/1.png", reply("200 OK", image, "PNG1")},
                     {"/2.png?a=1&b=2", reply("200 OK", image, "PNG2")},
                     {"/page.png", reply("200 OK", "Content-Type: text/html\r\n", "<p>No image</p>")}}};
  const FeedOptions attach{.enclosures = Enclosures::attach, .largest_enclosure = 999};
  const FeedOptions embed{.images = Images::embed};
};

TEST_F(FeedFilesTest, an_enclosure_is_attached_with_its_name_and_type_and_remains_a_link) {
  const auto fields =
      message(attach, enclosure("/a%20b.pdf", "type='application/x'") + enclosure("/plain", "type='a/b'"));
  ASSERT_EQ(fields.attachments.size(), 2);
  EXPECT_EQ(fields.attachments[0].name, "a b.pdf");
  EXPECT_EQ(fields.attachments[0].type, "application/pdf") << "the server knows better than the feed";
  EXPECT_EQ(fields.attachments[0].bytes, "%PDF");
  EXPECT_EQ(fields.attachments[1].type, "a/b");
  EXPECT_THAT(*fields.html, HasSubstr(server.url("/a%20b.pdf")));
  EXPECT_THAT(*fields.text, HasSubstr(server.url("/a%20b.pdf")));
}

TEST_F(FeedFilesTest, without_being_asked_to_nothing_is_fetched) {
  EXPECT_THAT(message({}, enclosure("/plain")).attachments, IsEmpty());
  EXPECT_EQ(asked_for("/plain"), 0);
}

TEST_F(FeedFilesTest, what_is_too_large_or_cannot_be_had_remains_a_link) {
  for (const std::string& inside :
       {enclosure("/thousand"), enclosure("/plain", "length='1000'"), enclosure("/none"), enclosure("/page.mp3"),
        std::string("<enclosure url='ftp://a.example/x'/>"), std::string("<enclosure url='http://'/>")}) {
    const auto fields = message(attach, inside);
    EXPECT_THAT(fields.attachments, IsEmpty()) << inside;
    EXPECT_THAT(*fields.html, HasSubstr("<a href")) << inside;
  }
  EXPECT_EQ(asked_for("/plain"), 0) << "the feed says how large it is";
}

TEST_F(FeedFilesTest, a_message_has_four_times_as_much_at_most_and_twenty_files) {
  FeedOptions thousand = attach;
  thousand.largest_enclosure = 1000;
  std::string many;
  for (int i = 0; i < 5; ++i) many += enclosure("/thousand");
  EXPECT_EQ(message(thousand, many).attachments.size(), 4);
  for (int i = 0; i < 25; ++i) many += enclosure("/plain");
  message(attach, many);
  EXPECT_EQ(asked_for("/plain"), 15) << "after five that were too large";
}

TEST_F(FeedFilesTest, images_travel_with_the_message) {
  const auto fields = message(embed,
                              "<description><![CDATA[<img src='/1.png' alt='One'><img src='/2.png?a=1&amp;b=2'>"
                              "<img src='/1.png'><img src='/page.png'>]]></description>");
  ASSERT_EQ(fields.attachments.size(), 2) << "each once";
  EXPECT_EQ(fields.attachments[0].bytes, "PNG1");
  EXPECT_EQ(fields.attachments[1].bytes, "PNG2");
  EXPECT_THAT(*fields.html, HasSubstr("<img src=\"cid:" + fields.attachments[0].cid + "\" alt=\"One\">"));
  EXPECT_THAT(*fields.html, HasSubstr("<img src=\"cid:" + fields.attachments[1].cid + "\">"));
  EXPECT_THAT(*fields.html, Not(HasSubstr("src=\"" + server.url("/1.png"))));
  EXPECT_THAT(*fields.html, HasSubstr("<img src=\"" + server.url("/page.png") + "\">")) << "it is none";
}

TEST_F(FeedFilesTest, images_can_be_dropped) {
  const auto fields =
      message({.images = Images::drop},
              "<description><![CDATA[<p>a <img src='/1.png' alt='&lt;One&gt;'> b<img>]]></description>");
  EXPECT_THAT(*fields.html, HasSubstr("<p>a &lt;One&gt; b</p>"));
  EXPECT_THAT(*fields.html, Not(HasSubstr("<img")));
}

TEST_F(FeedFilesTest, a_document_leads_to_no_private_address) {
  const test::Folder folder;
  folder.write("feed.xml", feeds::rss("<item><title>T</title>" + enclosure("/plain") + "</item>"));
  const Batch batch = fetch(*feed(folder.file("feed.xml"), attach));
  const Item& item = batch.items.at(0);
  EXPECT_THAT(item.finish(std::get<Message>(item.content)).fields().attachments, IsEmpty());
  EXPECT_EQ(asked_for("/plain"), 0);
}

TEST_F(FeedFilesTest, through_a_spool_a_file_is_fetched_once) {
  entry = "<item><title>T</title>" + enclosure("/plain") + "</item>";
  auto spool = Spool::open("memory");
  spool->mailbox("blog").source("feed", web_feed(server.url("/feed.xml"), attach), 0s);
  spool->start();
  ASSERT_TRUE(test::soon([this] { return asked_for("/feed.xml") == 1; }));  // by itself, and then for each login
  for (int logins = 0; logins < 2; ++logins) EXPECT_FALSE(settled(spool->maildrop("ann", {"blog"})->list()).error());
  EXPECT_EQ(asked_for("/feed.xml"), 3);
  EXPECT_EQ(asked_for("/plain"), 1);
}

TEST(ImageTagsTest, other_tags_stay) {
  using feeds::without_images;
  EXPECT_EQ(without_images("<imgx>a<img>b<img src=\"x\" alt=\"y\">"), "<imgx>aby");
  EXPECT_EQ(without_images("<img"), "<img");
  EXPECT_EQ(without_images(""), "");
}

}  // namespace
}  // namespace n3
