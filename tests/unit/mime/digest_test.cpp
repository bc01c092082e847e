#include <gmock/gmock.h>

#include <chrono>
#include <string>
#include <vector>

#include "mime/digest.hpp"

namespace n3::mime {
namespace {

using namespace std::chrono_literals;
using testing::HasSubstr;
using testing::Not;

constexpr std::chrono::sys_seconds noon = std::chrono::sys_days{2026y / 11 / 25} + 12h;

Message post(const std::string& title, const std::string& list = "Planet") {
  return Message{}
      .from("Ann via " + list, "planet@n3.invalid")
      .subject(title)
      .list_id(list, list + ".n3.invalid")
      .header("Archived-At", "<https://blog.example.org/" + title + ">")
      .text(title + " at length.\n")
      .html("<h2><a href=\"https://blog.example.org/\">" + title + "</a></h2>\n<p>" + title + " at length.</p>\n");
}

Message::Fields digested(const std::vector<Message>& messages) {
  std::vector<DigestEntry> entries;
  for (const Message& message : messages) entries.push_back(DigestEntry::of(message, noon));
  return digest(Message{}.subject("26 November"), entries).fields();
}

TEST(Digest, has_the_titles_and_then_each_entry) {
  const auto fields = digested({post("One"), post("Two").date(noon - 24h)});
  EXPECT_EQ(*fields.text,
            "1. One\n2. Two\n\n" + std::string(72, '-') +
                "\n1. One\nAnn via Planet, 25 Nov 2026\nhttps://blog.example.org/One\n\nOne at length.\n\n" +
                std::string(72, '-') +
                "\n2. Two\nAnn via Planet, 24 Nov 2026\nhttps://blog.example.org/Two\n\nTwo at length.\n");
  EXPECT_EQ(*fields.html,
            "<style>img { max-width: 100%; height: auto }</style>\n<ol>\n<li><a href=\"#entry-1\">One</a></li>\n<li><a "
            "href=\"#entry-2\">Two</a></li>\n</ol>\n"
            "<hr>\n<h2 id=\"entry-1\"><a href=\"https://blog.example.org/One\">One</a></h2>\n"
            "<p><small>Ann via Planet, 25 Nov 2026</small></p>\n<div>\n<p>One at length.</p>\n</div>\n"
            "<hr>\n<h2 id=\"entry-2\"><a href=\"https://blog.example.org/Two\">Two</a></h2>\n"
            "<p><small>Ann via Planet, 24 Nov 2026</small></p>\n<div>\n<p>Two at length.</p>\n</div>\n");
}

TEST(Digest, is_of_the_list_that_all_entries_are_of) {
  const auto one = digested({post("One"), post("Two")});
  EXPECT_EQ(one.list_id.address, "Planet.n3.invalid");
  EXPECT_EQ(one.from.at(0).name, "Planet");
  EXPECT_EQ(one.from.at(0).address, "planet@n3.invalid");
  EXPECT_TRUE(digested({post("One"), post("Two", "News")}).list_id.address.empty());
  EXPECT_TRUE(digested({post("One"), post("Two").from("b@example.org")}).from.empty());
}

TEST(Digest, says_in_its_subject_of_what_lists_and_how_many_the_entries_are) {
  EXPECT_EQ(digested({post("1")}).subject, "Planet, 26 November: 1 entry");
  EXPECT_EQ(digested({post("1"), post("2")}).subject, "Planet, 26 November: 2 entries");
  EXPECT_EQ(digested({post("1"), post("2", "News")}).subject, "Planet and News, 26 November: 2 entries");
  EXPECT_EQ(digested({post("1"), post("2", "News"), post("3", "A"), post("4", "B")}).subject,
            "Planet, News and 2 more, 26 November: 4 entries");
  EXPECT_EQ(digested({Message{}}).subject, "26 November: 1 entry");
}

TEST(Digest, shows_a_title_once) {
  const auto html = [](const std::string& heading) {
    return *digested({Message{}.subject("[Planet] Fish & \"chips\"").html(heading + "<p>Text</p>")}).html;
  };
  EXPECT_THAT(html("<h1>Fish &amp; &quot;chips&quot;</h1>"), HasSubstr("<div><p>Text</p></div>"));
  EXPECT_THAT(html("<h1>Introduction</h1>"), HasSubstr("<div><h1>Introduction</h1><p>Text</p></div>"));
  EXPECT_THAT(html("<h1>Fish"), HasSubstr("<div><h1>Fish<p>Text</p></div>"));
}

TEST(Digest, escapes_what_is_no_HTML) {
  const auto fields = digested({Message{}.from("<A>", "a@example.org").subject("<T>").text("1 < 2\n")});
  EXPECT_THAT(*fields.html, HasSubstr("<a href=\"#entry-1\">&lt;T&gt;</a>"));
  EXPECT_THAT(*fields.html, HasSubstr("<h2 id=\"entry-1\">&lt;T&gt;</h2>"));
  EXPECT_THAT(*fields.html, HasSubstr("&lt;A&gt;, 25 Nov 2026"));
  EXPECT_THAT(*fields.html, HasSubstr("<div style=\"white-space: pre-wrap\">1 &lt; 2\n</div>"));
}

TEST(Digest, links_to_nothing_but_pages) {
  const auto fields = digested({Message{}.subject("x").header("Archived-At", "<javascript:alert(1)>")});
  EXPECT_THAT(*fields.html, Not(HasSubstr("javascript")));
  EXPECT_THAT(*fields.text, Not(HasSubstr("javascript")));
}

TEST(Digest, shows_an_entry_of_which_nothing_is_known) {
  const auto fields = digested({Message{}});
  EXPECT_THAT(*fields.text, HasSubstr("1. Without a title\n25 Nov 2026\n"));
  EXPECT_THAT(*fields.html, HasSubstr("<h2 id=\"entry-1\">Without a title</h2>"));
}

}  // namespace
}  // namespace n3::mime
