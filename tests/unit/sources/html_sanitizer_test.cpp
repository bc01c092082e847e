#include <gtest/gtest.h>

#include <string>

#include "sources/html_fragment.hpp"

namespace n3::feeds {
namespace {

std::string html_of(const std::string& html, const std::string& base = "") { return HtmlFragment(html).to_html(base); }

TEST(HtmlSanitizerTest, what_is_open_is_closed) {
  EXPECT_EQ(html_of("<div><p>One <b>two"), "<div><p>One <b>two</b></p></div>");
  EXPECT_EQ(html_of("a<br>b<img src=\"c.png\">"), "<p>a<br>b<img src=\"c.png\"></p>");
}

TEST(HtmlSanitizerTest, text_and_attributes_are_escaped) {
  EXPECT_EQ(html_of("<p title='\"&lt;&amp;'>1 &lt; 2 &amp; \"3\" &eacute;</p>"),
            "<p title=\"&quot;&lt;&amp;\">1 &lt; 2 &amp; &quot;3&quot; é</p>");
}

TEST(HtmlSanitizerTest, what_runs_or_submits_is_left_out) {
  EXPECT_EQ(html_of("<p onclick='x()'>a<script>b</script></p><style>c</style>"), "<p>a</p>");
  EXPECT_EQ(html_of("<a href='javascript:x()'>a</a><a href=' JAVA\tSCRIPT:x()'>b</a>"), "<a>a</a><a>b</a>");
  EXPECT_EQ(html_of("<form action='x'>a <input name='b'><button>c</button></form>"), "a c");
  EXPECT_EQ(html_of("<meta http-equiv='refresh' content='0'><base href='x'><p>a</p>"), "<p>a</p>");
}

TEST(HtmlSanitizerTest, players_and_frames_become_links) {
  EXPECT_EQ(html_of("<iframe src='https://video.example/?a=1&amp;b=2'></iframe>"),
            "<p><a href=\"https://video.example/?a=1&amp;b=2\">https://video.example/?a=1&amp;b=2</a></p>");
  EXPECT_EQ(html_of("<video><source src='a.mp4'></video>", "https://video.example/x"),
            "<p><a href=\"https://video.example/a.mp4\">https://video.example/a.mp4</a></p>");
}

TEST(HtmlSanitizerTest, links_become_absolute) {
  EXPECT_EQ(html_of("<a href='b'>b</a><a href='#c'>c</a><img src='/d.png'>", "https://a.example/x/"),
            "<a href=\"https://a.example/x/b\">b</a><a href=\"#c\">c</a><img src=\"https://a.example/d.png\">");
  EXPECT_EQ(html_of("<a href='https://ä.example/ö'>b</a>", "https://a.example/"),
            "<a href=\"https://ä.example/ö\">b</a>");
}

TEST(HtmlSanitizerTest, an_image_that_comes_in_several_sizes_has_the_first_of_them) {
  EXPECT_EQ(html_of("<img srcset='a.png 1x, b.png 2x' sizes='9px'>", "https://a.example/"),
            "<img src=\"https://a.example/a.png\">");
  EXPECT_EQ(html_of("<img srcset='a.png, b.png 2x'>"), "<img src=\"a.png\">");
  EXPECT_EQ(html_of("<img src='c.png' srcset='a.png 1x'>"), "<img src=\"c.png\">");
  EXPECT_EQ(html_of("<img srcset='javascript:x()'>"), "<img>");
}

TEST(HtmlSanitizerTest, a_whole_page_is_what_is_in_its_body) {
  EXPECT_EQ(html_of("<!DOCTYPE html><html><head><title>T</title></head><body><p>a</p></body></html>"), "<p>a</p>");
}

TEST(HtmlSanitizerTest, what_is_nested_without_end_is_cut_off) {
  std::string deep;
  for (int i = 0; i < 100'000; ++i) deep += "<div><b>";
  EXPECT_LT(html_of(deep + "text").size(), 10'000);
}

}  // namespace
}  // namespace n3::feeds
