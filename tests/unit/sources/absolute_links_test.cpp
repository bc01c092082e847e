#include "feed_test.hpp"

#include <n3/message.hpp>

#include "sources/feed_message.hpp"

namespace n3::feeds {
namespace {

struct Case {
  std::string what;
  std::string document;
};

std::string atom(const std::string& inside) {
  return "<feed xmlns='http://www.w3.org/2005/Atom' xml:base='/blog/'><entry>" + inside + "</entry></feed>";
}

std::string media_rss(const std::string& inside) {
  return "<rss><channel xml:base='/blog/'><item>" + inside + "</item></channel></rss>";
}

// The HTML and text of the first entry of a feed at https://feed.example/feed.xml.
std::string shown(const std::string& document) {
  const Feed feed = read(document);
  const Sender sender{.address = "a@n3.invalid", .list_id = "a.n3.invalid"};
  const Message message = to_message(feed, feed.entries.at(0), sender);
  return *message.fields().html + *message.fields().text;
}

// In each of them one link is "x", and that is https://feed.example/blog/x.
const Case cases[] = {
    {"a link of Atom", atom("<link href='x'/>")},
    {"a link with a base of its own", atom("<link xml:base='/' href='blog/x'/>")},
    {"a link in HTML", atom("<content type='html'>&lt;a href='x'>y&lt;/a></content>")},
    {"a link in HTML with a base of its own",
     atom("<content type='html' xml:base='..'>&lt;a href='blog/x'/></content>")},
    {"an image in XHTML", atom("<content type='xhtml'><div><img src='x'/></div></content>")},
    {"an image in XHTML with a base within",
     atom("<content type='xhtml'><div xml:base='y/'><img src='../x'/></div></content>")},
    {"an image in a summary", atom("<summary type='html' xml:base='y/'>&lt;img src='../x'></summary>")},
    {"an image that comes in several sizes", atom("<content type='html'>&lt;img srcset=' x 1x, y 2x'></content>")},
    {"an enclosure of Atom", atom("<link rel='enclosure' href='x'/>")},
    {"a file in Atom's media", atom("<media:content url='x' type='video/mp4'/>")},
    {"a picture in Atom's media", atom("<media:thumbnail url='x'/>")},
    {"a link of RSS", media_rss("<link>x</link>")},
    {"a link in a description", media_rss("<description>&lt;a href='x'>y&lt;/a></description>")},
    {"an image in a description with a base of its own",
     media_rss("<description xml:base='y/'>&lt;img src='../x'></description>")},
    {"an image in content:encoded", media_rss("<content:encoded>&lt;img src='x'></content:encoded>")},
    {"an enclosure of RSS", media_rss("<enclosure url='x'/>")},
    {"a file in RSS's media", media_rss("<media:content url='x' type='video/mp4'/>")},
    {"a picture in RSS's media", media_rss("<media:content url='x' medium='image'/>")},
    {"a link of JSON Feed", R"({"items": [{"url": "/blog/x"}]})"},
    {"an image of JSON Feed", R"({"items": [{"url": "/blog/y", "image": "x"}]})"},
    {"a link in JSON Feed", R"({"items": [{"url": "/blog/y", "content_html": "<a href='x'>y</a>"}]})"},
    {"an attachment of JSON Feed", R"({"items": [{"attachments": [{"url": "/blog/x"}]}]})"},
};

TEST(AbsoluteLinksTest, whatever_is_linked_is_an_absolute_URL_in_the_message) {
  for (const auto& [what, document] : cases) {
    EXPECT_THAT(shown(document), testing::HasSubstr("\"https://feed.example/blog/x\"")) << what;
    EXPECT_THAT(shown(document), testing::Not(testing::HasSubstr("\"x\""))) << what;
  }
}

TEST(AbsoluteLinksTest, a_base_within_counts_for_what_is_in_it_only) {
  EXPECT_THAT(shown(atom("<content type='xhtml'><div><p xml:base='y/'><a href='a'>1</a></p><a href='x'>2</a></div>"
                         "</content>")),
              testing::AllOf(testing::HasSubstr("\"https://feed.example/blog/y/a\""),
                             testing::HasSubstr("\"https://feed.example/blog/x\"")));
}

}  // namespace
}  // namespace n3::feeds
