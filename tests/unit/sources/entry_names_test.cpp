#include "sources/entry_names.hpp"

#include <n3/spool.hpp>

#include "feed_source_test.hpp"
#include "folder.hpp"

namespace n3 {
namespace {

using feeds::page_name;
using feeds::rss;
using testing::ElementsAre;
using testing::IsEmpty;

TEST(PageName, is_the_same_for_what_is_the_same_page) {
  for (const char* url : {
           "https://blog.example.org/2026/tere",
           "http://blog.example.org/2026/tere",
           "HTTPS://Blog.Example.org:443/2026/tere/",
           "https://ann:secret@blog.example.org/2026/tere",
           "https://blog.example.org/2026/tere?utm_source=rss&utm_medium=feed",
           "https://blog.example.org/2026/tere/?UTM_campaign=x#atom-everything",
           "https://blog.example.org/2026/tere#xtor=RSS-3208",
       })
    EXPECT_EQ(page_name(url), "//blog.example.org/2026/tere") << url;
}

TEST(PageName, is_another_for_what_may_be_another_page) {
  EXPECT_EQ(page_name("https://a.example/Post"), "//a.example/Post");
  EXPECT_EQ(page_name("https://a.example:8080/post"), "//a.example:8080/post");
  EXPECT_EQ(page_name("https://a.example/?p=1"), "//a.example?p=1");
  EXPECT_EQ(page_name("https://a.example/post?b=2&utm_x=1&a=1"), "//a.example/post?b=2&a=1");
  EXPECT_EQ(page_name("https://a.example/post#comment-12"), "//a.example/post#comment-12");
  EXPECT_EQ(page_name("https://a.example/app#!/tere"), "//a.example/app#!/tere");
}

TEST(PageName, is_none_where_there_is_no_page) {
  for (const char* url : {"", "1", "/post", "post.html", "mailto:a@example.org", "https://", "https://a.example",
                          "https://a.example/", "http://a.example/?utm_source=rss", "file:///srv/post", "urn:isbn:1"})
    EXPECT_EQ(page_name(url), "") << url;
}

std::string entry(const std::string& title, const std::string& id, const std::string& link = "") {
  return "<item><title>" + title + "</title>" + (id.empty() ? "" : "<guid>" + id + "</guid>") +
         (link.empty() ? "" : "<link>" + link + "</link>") + "</item>";
}

Names names_of(const std::string& items, const std::string& head = "") {
  const test::Folder folder;
  folder.write("feed.xml", rss(items, head));
  return fetch(*feed((folder / "feed.xml").string())).items.back().same_as;
}

TEST(EntryNames, are_its_id_and_its_page) {
  EXPECT_THAT(names_of(entry("T", "tag:a.example,2026:1", "https://a.example/1")),
              ElementsAre("tag:a.example,2026:1", "//a.example/1"));
  EXPECT_THAT(names_of(entry("T", "urn:uuid:1", "")), ElementsAre("urn:uuid:1"));
  EXPECT_THAT(names_of(entry("T", "http://a.example/1/", "https://a.example/1?utm_source=rss")),
              ElementsAre("//a.example/1"));
}

TEST(EntryNames, are_no_ids_that_mean_something_in_their_feed_alone) {
  for (const char* id : {"1", "post-2", "a.example/1", "yt:video:1", "https://a.example/"})
    EXPECT_THAT(names_of(entry("T", id)), IsEmpty()) << id;
  EXPECT_THAT(names_of(entry("A", "urn:x:1") + entry("B", "urn:x:1")), IsEmpty());
}

TEST(EntryNames, are_no_pages_of_others) {
  const std::string site = "<link>https://a.example/blog</link>";
  EXPECT_THAT(names_of(entry("T", "1", "https://a.example/")), IsEmpty());
  EXPECT_THAT(names_of(entry("T", "1", "http://a.example/blog/?utm_source=rss"), site), IsEmpty());
  EXPECT_THAT(names_of(entry("A", "1", "https://a.example/1") + entry("B", "2", "https://a.example/1")), IsEmpty());
  EXPECT_THAT(names_of(entry("A", "1", "https://a.example/1#a") + entry("B", "2", "https://a.example/1#b")), IsEmpty());
  EXPECT_THAT(names_of(entry("T", "https://news.example/s/1", "https://a.example/1")),
              ElementsAre("//news.example/s/1"));
  EXPECT_THAT(names_of(entry("T", "http://www.a.example/?p=1", "https://a.example/1")),
              ElementsAre("//www.a.example?p=1", "//a.example/1"));
  EXPECT_THAT(names_of(entry("Re: T", "https://a.example/1#c2", "https://a.example/1")),
              ElementsAre("//a.example/1#c2"));
}

// How many messages a mailbox shows that has these two documents as sources.
std::size_t shown_of(const std::string& one, const std::string& other) {
  const test::Folder folder;
  folder.write("one.xml", one);
  folder.write("other.xml", other);
  const auto spool = Spool::open("memory");
  spool->mailbox("planet").source("one", feed((folder / "one.xml").string()), std::chrono::hours(1));
  spool->mailbox("planet").source("other", feed_list({(folder / "other.xml").string()}), std::chrono::hours(1));
  spool->start();
  return settled(spool->maildrop("ann", {"planet"})->list()).value()->listing->size();
}

TEST(TwoFeeds, show_once_what_is_the_same_and_twice_what_is_not) {
  struct {
    const char* what;
    std::string one;
    std::string other;
    std::size_t shown;
  } const table[] = {
      {"an id that is a URL", entry("A", "https://a.example/1"), entry("A (via B)", "https://a.example/1"), 1},
      {"a tag", entry("A", "tag:a.example,2026:1"), entry("B", "tag:a.example,2026:1"), 1},
      {"a number", entry("A", "1"), entry("B", "1"), 2},
      {"a number and a page", entry("A", "1", "https://a.example/1"), entry("A", "17", "http://a.example/1/"), 1},
      {"an id that is the other's page", entry("A", "https://a.example/1"), entry("A", "7", "https://a.example/1"), 1},
      {"the home page", entry("A", "1", "https://a.example/"), entry("B", "2", "https://a.example/"), 2},
      {"the title alone", entry("A", ""), entry("A", ""), 2},
      {"a comment", entry("A", "", "https://a.example/1"), entry("Re: A", "", "https://a.example/1#comment-1"), 2},
      {"one page for all", entry("A", "1", "https://a.example/all") + entry("B", "2", "https://a.example/all"),
       entry("C", "3", "https://a.example/all") + entry("D", "4", "https://a.example/all"), 4},
      {"one of two", entry("A", "urn:x:1") + entry("B", "urn:x:2"), entry("B", "urn:x:2") + entry("C", "urn:x:3"), 3},
  };
  for (const auto& [what, one, other, shown] : table) EXPECT_EQ(shown_of(rss(one), rss(other)), shown) << what;
}

// As WordPress and the planets that carry its blogs have them.
TEST(TwoFeeds, that_are_a_blog_and_a_planet_show_its_posts_once) {
  const std::string blog = rss(R"(
<item><title>Tere</title><link>https://ann.example/2026/tere/</link>
  <guid isPermaLink="false">https://ann.example/?p=41</guid></item>
<item><title>Uus</title><link>https://ann.example/2026/uus/</link>
  <guid isPermaLink="false">https://ann.example/?p=42</guid></item>)",
                               "<link>https://ann.example</link>");
  const std::string planet = R"(<feed xmlns="http://www.w3.org/2005/Atom"><title>Planet</title>
<link href="https://planet.example/"/>
<entry><id>https://ann.example/?p=42</id><title>Ann: Uus</title>
  <link href="http://ann.example/2026/uus/?utm_source=planet"/></entry>
<entry><id>tag:planet.example,2026:ann/tere</id><title>Ann: Tere</title>
  <link href="https://ann.example/2026/tere/#planet"/></entry>
<entry><id>https://bob.example/1</id><title>Bob: Hei</title><link href="https://bob.example/1"/></entry></feed>)";
  EXPECT_EQ(shown_of(blog, planet), 3);
}

}  // namespace
}  // namespace n3
