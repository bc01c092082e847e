#include <gtest/gtest.h>

#include <string>

#include "sources/html_fragment.hpp"

namespace n3::feeds {
namespace {

std::string text_of(const std::string& html, const std::string& base = "") { return HtmlFragment(html).to_text(base); }

TEST(HtmlToTextTest, paragraphs_have_an_empty_line_between_them) {
  EXPECT_EQ(text_of("<p>One\n two</p><p>Three</p>"), "One two\n\nThree");
  EXPECT_EQ(text_of("<h1>Title</h1>Text<div>More</div>End"), "Title\n\nText\nMore\nEnd");
  EXPECT_EQ(text_of("one<br>two<br><br>three"), "one\ntwo\n\nthree");
  EXPECT_EQ(text_of("<p>a</p><hr><p>b</p>"), "a\n\n---\n\nb");
}

TEST(HtmlToTextTest, plain_text_is_itself) {
  EXPECT_EQ(text_of("Just text &amp; an entity &mdash; é"), "Just text & an entity — é");
  EXPECT_EQ(text_of(""), "");
  EXPECT_EQ(text_of("   \n "), "");
}

TEST(HtmlToTextTest, links_are_numbered_and_listed_at_the_end) {
  EXPECT_EQ(text_of("<p>See <a href='https://a.example/'>A</a>, <a href='https://b.example/'>B</a> and "
                    "<a href='https://a.example/'>A again</a>.</p>"),
            "See A [1], B [2] and A again [1].\n\n[1] https://a.example/\n[2] https://b.example/");
}

TEST(HtmlToTextTest, a_link_that_shows_its_address_needs_no_number) {
  EXPECT_EQ(text_of("<a href='https://a.example/'>https://a.example/</a>"), "https://a.example/");
  EXPECT_EQ(text_of("<a href='mailto:ann@a.example'>ann@a.example</a>"), "ann@a.example");
  EXPECT_EQ(text_of("<a href='#top'>Up</a> <a href='javascript:x()'>Run</a> <a name='x'>Here</a>"), "Up Run Here");
}

TEST(HtmlToTextTest, relative_links_become_absolute) {
  EXPECT_EQ(text_of("<a href='../b?c=d#e'>B</a>", "https://a.example/x/y/"),
            "B [1]\n\n[1] https://a.example/x/b?c=d#e");
  EXPECT_EQ(text_of("<a href='//b.example/ä ö'>B</a>", "https://a.example/"),
            "B [1]\n\n[1] https://b.example/%C3%A4%20%C3%B6");
}

TEST(HtmlToTextTest, lists_have_marks_and_indentation) {
  EXPECT_EQ(text_of("<ul><li>One</li><li>Two<ul><li>Deep</li></ul></li></ul>After"),
            "- One\n- Two\n\n  - Deep\n\nAfter");
  EXPECT_EQ(text_of("<ol><li>One</li><li><p>Two</p><p>more</p></li></ol>"), "1. One\n\n2. Two\n\n   more");
}

TEST(HtmlToTextTest, quotations_are_marked) {
  EXPECT_EQ(text_of("<p>He:</p><blockquote><p>One</p><p>Two</p></blockquote><p>I:</p>"),
            "He:\n\n> One\n>\n> Two\n\nI:");
}

TEST(HtmlToTextTest, preformatted_text_keeps_its_space) {
  EXPECT_EQ(text_of("<pre>if x:\n    y\n\nz</pre><p>after   that</p>"), "if x:\n    y\n\nz\n\nafter that");
}

TEST(HtmlToTextTest, images_are_their_descriptions) {
  EXPECT_EQ(text_of("A <img src='x.png' alt='cat'> and <img src='pixel.gif'>."), "A [cat] and .");
  EXPECT_EQ(text_of("<a href='https://a.example/'><img src='x.png' alt='cat'></a>"),
            "[cat] [1]\n\n[1] https://a.example/");
}

TEST(HtmlToTextTest, cells_have_spaces_between_them) {
  EXPECT_EQ(text_of("<table><tr><th>A</th><th>B</th></tr><tr><td>1</td><td>2</td></tr></table>"), "A B\n1 2");
}

TEST(HtmlToTextTest, scripts_and_styles_are_no_text) {
  EXPECT_EQ(text_of("<style>p {}</style><p>Text<script>alert(1)</script></p><!-- x -->"), "Text");
}

TEST(HtmlToTextTest, broken_HTML_is_read_as_browsers_read_it) {
  EXPECT_EQ(text_of("<p>One<p>Two</b></i><td>Three"), "One\n\nTwo\n\nThree");
  EXPECT_EQ(text_of("1 < 2 and a<b"), "1 < 2 and a");
  EXPECT_EQ(text_of(std::string("a\0b", 3)), "ab");
}

}  // namespace
}  // namespace n3::feeds
