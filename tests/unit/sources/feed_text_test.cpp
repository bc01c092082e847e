#include <gtest/gtest.h>

#include "sources/feed_text.hpp"

namespace n3::feeds {
namespace {

using namespace std::string_literals;

TEST(OneLineTest, white_space_and_control_characters_become_one_space) {
  EXPECT_EQ(one_line("  a\r\n\t b\0c\x7f d  "s), "a b c d");
  EXPECT_EQ(one_line("a\u00a0b\u2028c\u3000d\u0085e"), "a b c d e");
  EXPECT_EQ(one_line("Bcc: x\r\nSubject: y"), "Bcc: x Subject: y");
  EXPECT_EQ(one_line("\xff\xfe"), "\ufffd\ufffd");
  EXPECT_EQ(one_line(" \n "), "");
  EXPECT_EQ(one_line("👩‍👩‍👧 stay together"), "👩‍👩‍👧 stay together");
}

struct Title {
  const char* html;
  const char* plain;
};

TEST(PlainLineTest, tags_and_entities_of_HTML_go_and_all_else_stays) {
  const Title titles[] = {{"Tom &amp; Jerry", "Tom & Jerry"},
                          {"AT&T & co", "AT&T & co"},
                          {"A <b>bold</b> <i class=\"x\">move</i>", "A bold move"},
                          {"one<br/>two<BR>three", "one two three"},
                          {"std::vector<int> and <T>", "std::vector<int> and <T>"},
                          {"1 < 2 > 0", "1 < 2 > 0"},
                          {"a <b unclosed", "a <b unclosed"},
                          {"caf&eacute; &#233; &#xE9; &apos;", "café é é '"},
                          {"&#8217; &#146;", "’ ’"},
                          {"&nosuch; &; &#; &#x; &#0; &#99999999999;", "&nosuch; &; &#; &#x;"},
                          {"<!-- hidden -->shown", "shown"},
                          {"&lt;b&gt;", "<b>"},
                          {"a&nbsp;b\r\nc", "a b c"},
                          {"", ""}};
  for (const Title& title : titles) EXPECT_EQ(plain_line(title.html), title.plain) << title.html;
}

TEST(LooksLikeHtmlTest, is_true_of_tags_and_entities_of_HTML_only) {
  for (const char* html : {"<p>a", "a<br>", "a<BR/>", "</div>", "a &amp; b", "&#8217;"})
    EXPECT_TRUE(looks_like_html(html));
  for (const char* text : {"", "a", "1 < 2", "AT&T", "<int>", "a <- b"}) EXPECT_FALSE(looks_like_html(text)) << text;
}

TEST(ShortenedTest, keeps_whole_words_and_counts_characters) {
  EXPECT_EQ(shortened("one two three", 13), "one two three");
  EXPECT_EQ(shortened("one two three", 12), "one two…");
  EXPECT_EQ(shortened("one two three", 7), "one two…");
  EXPECT_EQ(shortened("onetwothree", 5), "onetw…");
  EXPECT_EQ(shortened("ääääää", 3), "äää…");
  EXPECT_EQ(shortened("", 3), "");
}

TEST(TextToHtmlTest, empty_lines_divide_paragraphs) {
  EXPECT_EQ(text_to_html("one\ntwo\r\n\r\n\nthree & <four>"), "<p>one<br>\ntwo</p>\n<p>three &amp; &lt;four&gt;</p>");
  EXPECT_EQ(text_to_html(" \n\n "), "");
}

}  // namespace
}  // namespace n3::feeds
