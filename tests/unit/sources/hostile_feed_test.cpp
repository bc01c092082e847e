#include "feed_test.hpp"

#include <chrono>
#include <set>

#include "process.hpp"
#include "sources/feed_key.hpp"
#include "sources/feed_message.hpp"
#include "sources/html_fragment.hpp"
#include "sources/xml_reader.hpp"

// Documents that are made to hurt whoever reads them.
namespace n3::feeds {
namespace {

using namespace std::chrono_literals;
using Clock = std::chrono::steady_clock;

Clock::duration limit(Clock::duration usual) { return test::sanitized ? 8 * usual : usual; }

// What a message of each entry weighs together; each is composed.
std::size_t weight(Feed feed) {
  KeyPolicy policy;
  policy.learn(feed);
  drop_repeated(feed.entries, policy);
  std::size_t octets = 0;
  for (const Entry& entry : feed.entries)
    octets += compose(to_message(feed, entry, Sender::of(feed, "")), {.uid = "1"}).size();
  return octets;
}

std::string with_dtd(const std::string& dtd, const std::string& content) {
  return "<?xml version=\"1.0\"?><!DOCTYPE rss [" + dtd + "]>" + rss("<item><title>" + content + "</title></item>");
}

TEST(HostileFeedTest, a_billion_laughs_are_none) {
  std::string dtd = "<!ENTITY lol \"lol\">";
  for (int i = 1; i < 10; ++i) {
    const std::string last = i == 1 ? "&lol;" : "&lol" + std::to_string(i - 1) + ";";
    dtd += "<!ENTITY lol" + std::to_string(i) + " \"";
    for (int j = 0; j < 10; ++j) dtd += last;
    dtd += "\">";
  }
  EXPECT_EQ(read(with_dtd(dtd, "&lol9;")).entries.at(0).title, "&lol9;");
}

TEST(HostileFeedTest, quadratic_blow_up_does_not_blow_up) {
  std::string many;
  for (int i = 0; i < 50'000; ++i) many += "&a;";
  const Feed feed = read(with_dtd("<!ENTITY a \"" + std::string(50'000, 'x') + "\">", many));
  EXPECT_LT(feed.entries.at(0).title.size(), 200'000);
}

TEST(HostileFeedTest, external_entities_are_not_fetched) {
  for (const char* dtd : {"<!ENTITY x SYSTEM \"file:///etc/passwd\">", "<!ENTITY x SYSTEM \"http://127.0.0.1:9/x\">",
                          "<!ENTITY % p SYSTEM \"file:///etc/passwd\"> %p;<!ENTITY x \"y\">"})
    EXPECT_EQ(read(with_dtd(dtd, "&x;")).entries.at(0).title, "&x;") << dtd;
  EXPECT_EQ(
      read("<!DOCTYPE rss SYSTEM \"file:///etc/passwd\">" + rss("<item><title>&x;</title></item>")).entries.at(0).title,
      "&x;");
  EXPECT_EQ(read(rss("<item><title>a<xi:include xmlns:xi=\"http://www.w3.org/2001/XInclude\" href=\"/etc/passwd\" "
                     "parse=\"text\"/></title></item>"))
                .entries.at(0)
                .title,
            "a");
}

TEST(HostileFeedTest, deep_nesting_ends_nothing) {
  std::string deep = "<item><title>";
  for (int i = 0; i < 200'000; ++i) deep += "<a>";
  read_feed(rss(deep), "", "");
  std::string html;
  for (int i = 0; i < 200'000; ++i) html += "<div><blockquote><ul><li>";
  EXPECT_LT(weight(read(rss("<item><title>T</title><description><![CDATA[" + html + "x]]></description></item>"))),
            100'000);
}

TEST(HostileFeedTest, indentation_does_not_multiply) {
  std::string html;
  for (int i = 0; i < 150; ++i) html += "<blockquote>";
  for (int i = 0; i < 50'000; ++i) html += "a<br>";
  EXPECT_LT(weight(read(rss("<item><description><![CDATA[" + html + "]]></description></item>"))), 5'000'000);
}

TEST(HostileFeedTest, one_element_with_all_attributes_and_namespaces) {
  std::string attributes;
  for (int i = 0; i < 20'000; ++i)
    attributes +=
        " a" + std::to_string(i) + "=\"x\" xmlns:n" + std::to_string(i) + "=\"urn:" + std::to_string(i) + "\"";
  const auto begin = Clock::now();
  read_feed(rss("<item" + attributes + "><title>T</title></item>"), "", "");
  EXPECT_LT(Clock::now() - begin, 30s);
}

// Parsers compare each attribute of a tag with all others.
TEST(HostileFeedTest, a_tag_with_forty_thousand_attributes_is_read_as_fast_as_others) {
  std::string attributes;
  for (int i = 0; i < 40'000; ++i) attributes += " a" + std::to_string(i) + "=\"1\"";
  std::string empty;
  for (int i = 0; i < 40'000; ++i) empty += " a" + std::to_string(i);
  const std::string html[] = {"<p" + attributes + ">x",
                              "<p" + empty + ">x",
                              "<p 1=\"<b" + attributes + ">\">x",
                              "<p a='\"'" + attributes + ">x",
                              "<!-- <p a=' --><p" + attributes + ">'>",
                              "<!-- --!><p" + attributes + "> -->",
                              "<script><p a='</script><p" + attributes + ">'>",
                              "</p a='><p" + attributes + ">'>",
                              "<p\f" + attributes + "\v" + empty};
  const auto begin = Clock::now();
  EXPECT_EQ(read(rss("<x" + attributes + "/><item><title>T</title></item>")).entries.size(), 1);
  for (const char* before : {"a='<y", "\x01", "&#32;", "/", "a", "\uffff", "a='", "a=\"", "a=''"})
    read_feed(rss("<x " + std::string(before) + attributes + "/>'/>"), "", "");
  for (const std::string& one : html)
    weight(read(rss("<item><description><![CDATA[" + one + "]]></description></item>")));
  EXPECT_LT(Clock::now() - begin, limit(4s));
}

TEST(HostileFeedTest, short_links_to_a_long_place_do_not_multiply) {
  std::string links;
  while (links.size() < 1'000'000) links += "<a href=x>y</a>";
  for (const std::size_t length : {1'900, 100'000}) {
    const std::string page = "https://a.example/" + std::string(length, 'z') + "/1";
    EXPECT_LT(weight(Feed{.entries = {{.link = page, .html = links, .base = page}}}), 20'000'000);
  }
}

TEST(HostileFeedTest, nothing_of_a_document_is_written_to_stderr) {
  testing::internal::CaptureStderr();
  std::string line;
  while (line.size() < 12'000'000) line += "2026-11-26T08:00:00Z session=7 end=quit &amp;\n";
  for (const char* tag : {"description", "content:encoded", "x", "!--"})
    read_feed(rss("<item><" + std::string(tag) + ">" + line + "</" + tag + "></item>"), "", "");
  read_feed(rss("<item a=\"" + line + "\"/>"), "", "");
  read_feed(rss("<" + std::string(12'000'000, 'x') + "/>"), "", "");
  static_cast<void>(Document::parse("<x>" + line + "</x>"));
  static_cast<void>(HtmlFragment(line));
  weight(Feed{.entries = {{.html = "<p title=\"" + line + "\">" + line}, {.html = "<!--" + line}}});
  EXPECT_EQ(testing::internal::GetCapturedStderr(), "");
}

TEST(HostileFeedTest, a_text_that_is_too_long_for_a_parser_is_cut_off) {
  const std::string text(12'000'000, 'x');
  for (const std::string& content : {text, "<![CDATA[" + text + "]]>", "<![CDATA[" + text + "]]>" + text})
    EXPECT_EQ(read(rss("<item><title>A</title><description>" + content +
                       "</description><guid>1</guid></item><item><title>B</title></item>"))
                  .entries.size(),
              2);
}

TEST(HostileFeedTest, a_hundred_thousand_items_are_a_hundred_thousand_messages) {
  std::string items;
  for (int i = 0; i < 100'000; ++i) {
    const std::string n = std::to_string(i);
    items += "<item><title>Item " + n + "</title><link>https://a.example/" + n + "</link></item>";
  }
  Feed feed = read(rss(items));
  drop_repeated(feed.entries, {});
  EXPECT_EQ(feed.entries.size(), 100'000);
}

TEST(HostileFeedTest, beyond_a_hundred_thousand_items_the_first_are_read_and_the_rest_is_told_of) {
  const auto many = [](const std::string& one) {
    std::string all;
    for (int i = 0; i < 100'002; ++i) all += one;
    return all;
  };
  std::string json = many("{},");
  json.pop_back();
  for (const std::string& document :
       {rss(many("<item/>")), "<feed xmlns=\"http://www.w3.org/2005/Atom\">" + many("<entry/>") + "</feed>",
        "{\"items\":[" + json + "]}"}) {
    const Feed feed = read(document);
    EXPECT_EQ(feed.entries.size(), 100'000);
    EXPECT_THAT(feed.problems,
                testing::ElementsAre("only the first 100000 entries of the document are read; left out: 2"));
  }
}

TEST(HostileFeedTest, a_hundred_thousand_items_with_one_GUID_and_one_link_are_told_apart) {
  std::string items;
  for (int i = 0; i < 100'000; ++i)
    items += "<item><guid>same</guid><link>https://a.example/</link><title>" + std::to_string(i) + "</title></item>";
  Feed feed = read(rss(items));
  KeyPolicy policy;
  policy.learn(feed);
  drop_repeated(feed.entries, policy);
  EXPECT_EQ(feed.entries.size(), 100'000);
}

TEST(HostileFeedTest, everything_in_one_title) {
  EXPECT_LT(weight(read(rss("<item><title>" + std::string(5'000'000, 'x') + "</title></item>"))), 100'000);
  for (const char* beginning : {"<", "<b ", "<!--", "&", "&#x", "&amp"}) {
    std::string all;
    while (all.size() < 1'000'000) all += beginning;
    const auto begin = Clock::now();
    EXPECT_LT(weight(read(rss("<item><title><![CDATA[" + all + "]]></title></item>"))), 100'000);
    EXPECT_LT(Clock::now() - begin, limit(20s)) << beginning;
  }
}

TEST(HostileFeedTest, NULs_and_nonsense) {
  using namespace std::string_literals;
  for (const std::string& text : {std::string(1000, '\0'), "\xff\xfe"s, "\xff\xfe\0"s, "<\0"s, "{\0}"s, "\xef\xbb\xbf"s,
                                  "<!DOCTYPE"s, "<![CDATA["s, "<?xml"s, "<rss\0>"s, "&&&&;;;;"s, "<<<<>>>>"s})
    EXPECT_NE(error_of(text), "");
}

}  // namespace
}  // namespace n3::feeds
