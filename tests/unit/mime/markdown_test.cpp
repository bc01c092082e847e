#include "mime/markdown.hpp"

#include <string>

#include <gtest/gtest.h>

namespace {

const std::string before = "<!DOCTYPE html>\n<html>\n<head><meta charset=\"utf-8\"></head>\n<body>\n";
const std::string after = "</body>\n</html>\n";

std::string body_of(const std::string& markdown) {
  const std::string html = n3::mime::html_of_markdown(markdown);
  EXPECT_TRUE(html.starts_with(before) && html.ends_with(after));
  return html.substr(before.size(), html.size() - before.size() - after.size());
}

std::string repeated(const std::string& text, std::size_t times) {
  std::string result;
  while (times-- > 0) result += text;
  return result;
}

TEST(Markdown, becomes_html) {
  const struct {
    const char* markdown;
    const char* html;
  } examples[] = {
      {"", ""},
      {"It is **noon**.", "<p>It is <strong>noon</strong>.</p>\n"},
      {"*a* _b_ `c < d` ~~e~~", "<p><em>a</em> <em>b</em> <code>c &lt; d</code> <del>e</del></p>\n"},
      {"# One\n\nTwo\n---\n", "<h1>One</h1>\n<h2>Two</h2>\n"},
      {"a\nb  \nc", "<p>a\nb<br>\nc</p>\n"},
      {"* a\n* b\n", "<ul>\n<li>a</li>\n<li>b</li>\n</ul>\n"},
      {"1. a\n2. b\n", "<ol>\n<li>a</li>\n<li>b</li>\n</ol>\n"},
      {"7. a\n", "<ol start=\"7\">\n<li>a</li>\n</ol>\n"},
      {"> a\n", "<blockquote>\n<p>a</p>\n</blockquote>\n"},
      {"***\n", "<hr>\n"},
      {"```\n<b> & \"c\"\n```\n", "<pre><code>&lt;b&gt; &amp; &quot;c&quot;\n</code></pre>\n"},
      {"|a|b|\n|:--|--:|\n|1|2|\n",
       "<table>\n<thead>\n<tr>\n<th align=\"left\">a</th>\n<th align=\"right\">b</th>\n</tr>\n</thead>\n"
       "<tbody>\n<tr>\n<td align=\"left\">1</td>\n<td align=\"right\">2</td>\n</tr>\n</tbody>\n</table>\n"},
      {"&amp; &copy; &#65;", "<p>&amp; &copy; &#65;</p>\n"},
      {"Zwölf 🕛", "<p>Zwölf 🕛</p>\n"},
  };
  for (const auto& [markdown, html] : examples) EXPECT_EQ(body_of(markdown), html) << markdown;
}

TEST(Markdown, links_and_shows_images) {
  const struct {
    const char* markdown;
    const char* html;
  } examples[] = {
      {"[a](http://b.example/c?d=e&f \"g\")", "<p><a href=\"http://b.example/c?d=e&amp;f\" title=\"g\">a</a></p>\n"},
      {"[a](<b ä\">)", "<p><a href=\"b%20%C3%A4%22\">a</a></p>\n"},
      {"<https://a.example/>", "<p><a href=\"https://a.example/\">https://a.example/</a></p>\n"},
      {"see www.a.example now", "<p>see <a href=\"http://www.a.example\">www.a.example</a> now</p>\n"},
      {"ann@a.example", "<p><a href=\"mailto:ann@a.example\">ann@a.example</a></p>\n"},
      {"![a *b* ![c](d)](cid:e \"f\")", "<p><img src=\"cid:e\" alt=\"a b c\" title=\"f\"></p>\n"},
      {"[a]\n\n[a]: /b 'c & d'\n", "<p><a href=\"/b\" title=\"c &amp; d\">a</a></p>\n"},
  };
  for (const auto& [markdown, html] : examples) EXPECT_EQ(body_of(markdown), html) << markdown;
}

TEST(Markdown, shows_raw_html_instead_of_obeying_it) {
  EXPECT_EQ(body_of("<script>alert(1)</script>"), "<p>&lt;script&gt;alert(1)&lt;/script&gt;</p>\n");
  EXPECT_EQ(body_of("a <img src=x onerror=y> b"), "<p>a &lt;img src=x onerror=y&gt; b</p>\n");
  EXPECT_EQ(body_of("<!-- a -->\n"), "<p>&lt;!-- a --&gt;</p>\n");
}

TEST(Markdown, links_to_no_scripts) {
  for (const char* target : {"javascript:alert(1)", "JavaScript:alert(1)", "vbscript:x", "data:text/html,x",
                             "file:///etc/passwd", "<java\tscript:x>", "<\x01javascript:x>", "&#106;avascript:x",
                             "javascript&colon;x", "javascript&#58;x", "< javascript:x>"})
    EXPECT_EQ(body_of("[a](" + std::string(target) + ")"), "<p><a>a</a></p>\n") << target;
  EXPECT_EQ(body_of("![a](javascript:x)"), "<p><img alt=\"a\"></p>\n");
}

TEST(Markdown, links_to_addresses_that_only_look_odd) {
  for (const char* target :
       {"a/b:c", "?a:b", "#a:b", "//a.example/", "HTTPS://a.example", "mailto:a@b", "tel:+49-30-1"})
    EXPECT_EQ(body_of("[a](" + std::string(target) + ")"), "<p><a href=\"" + std::string(target) + "\">a</a></p>\n");
}

TEST(Markdown, takes_nul_for_a_bad_character) { EXPECT_EQ(body_of(std::string("a\0b", 3)), "<p>a\uFFFDb</p>\n"); }

// What would cost a reader, or the parser, more than it is worth: shown as it was written.
TEST(Markdown, beyond_reason_stays_text) {
  const std::string inputs[] = {
      repeated("> ", 101) + "a",
      repeated("* ", 101) + "a",
      std::string(101, '[') + "a",
      repeated("word ", 7000),
      "[a]: /" + std::string(30000, 'u') + "\n\n" + repeated("[a]\n\n", 200),
      repeated("x|", 1000) + "\n" + repeated("---|", 1000) + "\n" + repeated("x\n", 1000),
  };
  for (const auto& input : inputs) EXPECT_TRUE(body_of(input).starts_with("<pre>")) << input.substr(0, 20);
  EXPECT_EQ(body_of(std::string(101, '[') + "<&>"), "<pre>" + std::string(101, '[') + "&lt;&amp;&gt;</pre>\n");
}

TEST(Markdown, within_reason_is_rendered) {
  EXPECT_TRUE(body_of(repeated("> ", 98) + "a").starts_with("<blockquote>"));
  EXPECT_TRUE(body_of(std::string(100, '[') + "a").starts_with("<p>"));
  EXPECT_TRUE(body_of(repeated(repeated("word ", 6000) + "\n\n", 100)).starts_with("<p>"));
  EXPECT_TRUE(body_of("[a]: /b\n\n" + repeated("[a]\n\n", 20000)).starts_with("<p>"));
}

// Each of these takes the parser minutes or hours where nobody stops it, and would make this test time out.
TEST(Markdown, takes_linear_time_for_hostile_input) {
  const std::size_t mebibyte = 1 << 20;
  const std::string inputs[] = {
      "[x]: /y\n\n" + repeated("[", mebibyte) + repeated("]", mebibyte),
      "[x]: /y\n\n" + repeated("![", mebibyte) + repeated("]", mebibyte),
      repeated("[a](\n", mebibyte / 5),
      repeated("http://a.b/(", mebibyte / 12),
      "[a]: /" + std::string(30000, 'u') + "\n\n" + repeated("[a]\n\n", 2 * mebibyte / 5),
      repeated("x|", 3000) + "\n" + repeated("---|", 3000) + "\n" + repeated("x\n", 7000),
      std::string(mebibyte, '>'),
      repeated("* ", mebibyte),
  };
  for (const auto& input : inputs) EXPECT_LT(body_of(input).size(), 33 * input.size() + 65536) << input.substr(0, 20);
}

}  // namespace
