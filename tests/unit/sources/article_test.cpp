#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <chrono>
#include <string>

#include "sources/html_fragment.hpp"

namespace n3::feeds {
namespace {

using testing::AllOf;
using testing::HasSubstr;
using testing::IsEmpty;
using testing::Not;

std::string times(int count, const std::string& text) {
  std::string all;
  for (int i = 0; i < count; ++i) all += text;
  return all;
}

std::string article(const std::string& page) { return HtmlFragment(page).take_article("https://a.example/2026/page"); }

const std::string first = "<p>First. " + times(20, "The harbour was quiet that morning. ") + "</p>";
const std::string last = "<p>Last. " + times(20, "The boats came back at noon. ") + "</p>";
const std::string menu = "<ul><li><a href='/'>Home</a></li><li><a href='/about'>About</a></li></ul>";
const std::string teasers =
    times(5, "<div class='teaser'><p>Elsewhere <a href='/other'>" + times(9, "another story ") + "</a></p></div>");

void expect_all_of_it_and_no_more(const std::string& page) {
  EXPECT_THAT(article(page), AllOf(HasSubstr("First."), HasSubstr("Last."), Not(HasSubstr("Elsewhere")),
                                   Not(HasSubstr("About")), Not(HasSubstr("imprint"))));
}

TEST(ArticleTest, is_found_where_a_weblog_has_an_article_between_header_and_footer) {
  expect_all_of_it_and_no_more("<html><head><title>T</title></head><body><header><nav>" + menu +
                               "</nav></header><article><h1>T</h1>" + first + last + "</article><aside>" + teasers +
                               "</aside><footer>imprint</footer></body></html>");
}

TEST(ArticleTest, is_found_where_a_newspaper_marks_its_body_among_other_parts_of_an_article) {
  expect_all_of_it_and_no_more("<body><article><div class='tools'>" + menu + "</div><div itemprop='articleBody'>" +
                               first + "<figure><img src='1.png'></figure>" + last + "</div>" + teasers +
                               "</article><p>imprint</p></body>");
}

TEST(ArticleTest, is_found_where_documentation_has_a_main_part) {
  expect_all_of_it_and_no_more("<body><div id='side'>" + menu + teasers + "</div><main><section>" + first +
                               "</section><section><pre>code</pre>" + last + "</section></main><div>imprint</div>");
}

TEST(ArticleTest, is_found_where_an_old_page_has_nothing_but_boxes) {
  expect_all_of_it_and_no_more("<body><table><tr><td>" + menu + "</td><td><div><div id='c'>" + first + "<h2>Then</h2>" +
                               last + "</div></div></td><td>" + teasers + "</td></tr></table><p>imprint</p>");
}

TEST(ArticleTest, is_the_largest_where_a_page_shows_others_as_articles_too) {
  const std::string other = "<article><p>Elsewhere " + times(20, "they met again. ") + "</p></article>";
  expect_all_of_it_and_no_more("<main>" + other + "<article>" + first + last + "</article>" + times(6, other) +
                               "</main>");
}

TEST(ArticleTest, is_without_what_leads_elsewhere) {
  const std::string html = article("<article><nav>menu</nav><h1>Title</h1>" + first +
                                   "<aside>more</aside><button>Share</button><div aria-hidden='true'>hush</div>" +
                                   last + "<footer>tags</footer></article>");
  for (const char* word : {"menu", "Title", "more", "Share", "hush", "tags"}) EXPECT_THAT(html, Not(HasSubstr(word)));
  EXPECT_THAT(html, AllOf(HasSubstr("First."), HasSubstr("Last.")));
}

TEST(ArticleTest, has_absolute_links) {
  const std::string inside = "<article>" + first + "<a href='b'>b</a></article>";
  EXPECT_THAT(article(inside), HasSubstr("href=\"https://a.example/2026/b\""));
  EXPECT_THAT(article("<html><head><base href='/x/'></head><body>" + inside + "</body></html>"),
              HasSubstr("href=\"https://a.example/x/b\""));
}

TEST(ArticleTest, of_a_page_that_says_little_is_nothing) {
  for (const std::string& page : {std::string(), std::string("<article><p>Please accept our cookies.</p></article>"),
                                  "<body>" + menu + teasers + "</body>", std::string("no page at all")})
    EXPECT_THAT(article(page), IsEmpty());
}

TEST(ArticleTest, runs_nothing) {
  const std::string html =
      article("<article onclick='x()'>" + first + "<script>steal()</script><a href='javascript:x()'>y</a>" +
              "<iframe src='https://b.example/frame'></iframe><p style='x' onmouseover='z()'>p</p></article>");
  EXPECT_THAT(html, AllOf(HasSubstr("First."), Not(HasSubstr("steal")), Not(HasSubstr("javascript")),
                          Not(HasSubstr("onclick")), Not(HasSubstr("onmouseover")), Not(HasSubstr("<iframe"))));
}

// Each of these would keep a search busy that looked into everything again from everywhere.
TEST(ArticleTest, of_a_hostile_page_takes_no_time) {
  constexpr int many = 100'000;
  const auto start = std::chrono::steady_clock::now();
  for (const std::string& page :
       {times(many, "<div>") + first, times(many, "<article>") + first, times(many, "<p>"),
        times(many, "<p><div>") + first, times(many, "<main itemprop='articleBody'><p>x"),
        "<article>" + times(many, "<aside>") + first, "<article " + times(many, "a='b' ") + ">" + first,
        times(many, "</article><article>") + first})
    article(page);
  EXPECT_LT(std::chrono::steady_clock::now() - start, std::chrono::seconds(20));
}

}  // namespace
}  // namespace n3::feeds
