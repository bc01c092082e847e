#include "feed_source_test.hpp"

#include <atomic>
#include <mutex>
#include <set>
#include <string>
#include <thread>

#include <n3/spool.hpp>

namespace n3 {
namespace {

using namespace std::chrono_literals;
using Clock = std::chrono::steady_clock;
using feeds::rss;
using test::HttpServer;
using test::redirect;
using test::reply;
using testing::AllOf;
using testing::ElementsAre;
using testing::HasSubstr;
using testing::Not;

class WebFeedTest : public testing::Test {
 protected:
  void set(std::string& what, std::string text) {
    const std::lock_guard lock(mutex);
    what = std::move(text);
  }

  std::mutex mutex;
  std::string headers;
  std::string body = rss(item("A"));
  Names etags, times;
  HttpServer server{[this](const HttpServer::Exchange& exchange) {
    const std::lock_guard lock(mutex);
    etags.push_back(exchange.header("If-None-Match"));
    times.push_back(exchange.header("If-Modified-Since"));
    if (etags.back() == "\"v1\"") return exchange.respond("304 Not Modified", headers, "");
    exchange.respond("200 OK", "ETag: \"v1\"\r\nLast-Modified: Mon, 23 Nov 2026 07:50:00 GMT\r\n" + headers, body);
  }};
};

TEST_F(WebFeedTest, what_has_not_changed_is_not_fetched_again) {
  auto source = web_feed(server.url());
  const Batch first = fetch(*source);
  EXPECT_EQ(first.items.size(), 1);
  const Batch second = fetch(*source, first.cursor);
  EXPECT_TRUE(second.items.empty());
  EXPECT_FALSE(second.complete);
  EXPECT_EQ(second.cursor, first.cursor);
  EXPECT_THAT(etags, ElementsAre("", "\"v1\""));
  EXPECT_THAT(times, ElementsAre("", "Mon, 23 Nov 2026 07:50:00 GMT"));
}

TEST_F(WebFeedTest, the_cursor_of_another_URL_says_nothing) {
  const Batch first = fetch(*web_feed(server.url("/one")));
  EXPECT_EQ(fetch(*web_feed(server.url("/two")), first.cursor).items.size(), 1);
  for (const char* nonsense : {"", "\n", "\n\n", "x", "x\ny\nz"})
    EXPECT_EQ(fetch(*web_feed(server.url()), nonsense).items.size(), 1) << nonsense;
}

TEST_F(WebFeedTest, the_charset_of_the_response_counts) {
  set(headers, "Content-Type: application/rss+xml; charset=windows-1251\r\n");
  set(body, "<rss><channel><item><title>\xcf\xf0\xe8\xe2\xe5\xf2</title></item></channel></rss>");
  EXPECT_THAT(subjects(fetch(*web_feed(server.url()))), ElementsAre("Привет"));
}

TEST_F(WebFeedTest, a_charset_that_nobody_knows_or_that_is_wrong_ends_nothing) {
  set(body, "<rss><channel><item><title>\xcf\xf0 A</title></item></channel></rss>");
  for (const char* charset : {"utf-9", "utf-8", "utf-16", "\"", "us-ascii", "x-user-defined"}) {
    set(headers, std::string("Content-Type: text/xml; charset=") + charset + "\r\n");
    const Names titles = subjects(fetch(*web_feed(server.url())));
    ASSERT_EQ(titles.size(), 1) << charset;
    EXPECT_THAT(titles[0], testing::EndsWith(" A")) << charset;
  }
}

TEST(WebFeedAnswersTest, an_answer_of_unchanged_to_who_knows_nothing_is_a_failure) {
  HttpServer server([](const auto& exchange) { exchange.respond("304 Not Modified", "", ""); });
  EXPECT_THAT(error_of(*web_feed(server.url())), HasSubstr("HTTP status 304"));
}

TEST(WebFeedAnswersTest, each_item_is_a_message_and_none_comes_twice) {
  Names feeds;
  for (const char* titles : {"1", "2", "32", "43"}) {
    std::string items;
    for (const char* title = titles; *title; ++title)
      items += "<item><title>News " + std::string(1, *title) + "</title><link>http://x.example/</link></item>";
    feeds.push_back(rss(items));
  }
  std::atomic<std::size_t> next = 0;
  HttpServer server([&](const auto& exchange) { exchange.respond("200 OK", "", feeds.at(next++)); });
  auto source = web_feed(server.url());
  std::set<std::string> keys;
  std::string cursor;
  for (std::size_t i = 0; i < feeds.size(); ++i) {
    const Batch batch = fetch(*source, cursor);
    cursor = batch.cursor;
    for (const Item& item : batch.items) keys.insert(item.key);
    EXPECT_EQ(keys.size(), i + 1);
  }
}

TEST_F(WebFeedTest, what_is_no_feed_is_an_error_that_gives_the_cause) {
  set(body, "<html/>");
  EXPECT_EQ(error_of(*web_feed(server.url())), "it is a web page, and no feed; the feed has an address of its own");
}

TEST_F(WebFeedTest, secrets_of_the_URL_are_not_in_the_messages) {
  for (const char* link : {"post/1", "#top", "?page=2", "//a.example/x", "../up"}) {
    set(body, rss("<item><link>" + std::string(link) +
                  "</link><description>&lt;a href=\"more\"&gt;x&lt;/a&gt;&lt;img src=\"" + std::string(link) +
                  "\"&gt;</description></item>"));
    const Batch batch = fetch(*web_feed(server.url_with("ann:s3cret", "/a/feed.xml?token=s3cret")));
    const std::string mail = compose(std::get<Message>(batch.items.at(0).content), {.uid = "1"});
    EXPECT_THAT(mail, Not(HasSubstr("s3cret"))) << link;
    EXPECT_THAT(mail, Not(HasSubstr("ann:"))) << link;
    EXPECT_THAT(mail, HasSubstr("Archived-At: <http://")) << link;
  }
}

TEST(SecretFeedTest, secrets_of_a_redirect_are_neither_in_the_messages_nor_in_what_is_logged) {
  HttpServer server({{"/feed", redirect("301 Moved Permanently", "http://s3cret@127.0.0.1:1/?s3cret")},
                     {"/old", redirect("301 Moved Permanently", "/new?token=s3cret#s3cret")},
                     {"/new?token=s3cret", reply("200 OK", "", rss("<item><link>?page=2</link></item>"))}});
  EXPECT_THAT(error_of(*web_feed(server.url("/feed"))),
              AllOf(HasSubstr("Failed to connect"), Not(HasSubstr("s3cret"))));
  auto source = web_feed(server.url("/old"));
  const Batch batch = fetch(*source);
  EXPECT_THAT(compose(std::get<Message>(batch.items.at(0).content), {.uid = "1"}), Not(HasSubstr("s3cret")));
}

TEST_F(WebFeedTest, how_entries_are_told_apart_is_remembered_in_the_cursor) {
  body =
      rss("<item><guid>same</guid><link>/1</link><title>One</title></item>"
          "<item><guid>same</guid><link>/2</link><title>Two</title></item>");
  auto source = web_feed(server.url());
  const Batch first = fetch(*source);
  set(body, rss("<item><guid>same</guid><link>/1</link><title>One</title></item>"));
  etags.clear();
  std::string cursor = first.cursor;
  cursor.replace(cursor.find("v1"), 2, "v0");
  const Batch second = fetch(*source, cursor);
  ASSERT_EQ(second.items.size(), 1);
  EXPECT_EQ(second.items[0].key, "link:" + server.url("/1") + "\nOne");
  EXPECT_EQ(second.items[0].key, first.items[1].key);
}

TEST_F(WebFeedTest, a_document_that_ends_early_is_read_again) {
  set(body, "<rss><channel><item><title>A</title></item><item><title>B</title><description>Half of wh");
  auto source = web_feed(server.url());
  const Batch half = fetch(*source);
  EXPECT_THAT(subjects(half), ElementsAre("A"));
  EXPECT_EQ(half.problems.size(), 1);
  set(body, rss(item("B") + item("A")));
  const Batch whole = fetch(*source, half.cursor);
  EXPECT_THAT(subjects(whole), ElementsAre("A", "B"));
  EXPECT_TRUE(whole.problems.empty());
}

TEST(WebFeedAnswersTest, a_server_may_say_when_it_wants_to_be_asked_again) {
  HttpServer server(
      [](const auto& exchange) { exchange.respond("429 Too Many Requests", "Retry-After: 120\r\n", ""); });
  const Batch batch = fetch(*web_feed(server.url()));
  EXPECT_EQ(batch.failure->text, "HTTP status 429");
  EXPECT_EQ(batch.pause, 120s);
}

TEST_F(WebFeedTest, a_server_may_say_how_long_there_is_nothing_new) {
  set(headers, "Cache-Control: max-age=1800\r\n");
  auto source = web_feed(server.url());
  const Batch first = fetch(*source);
  EXPECT_EQ(first.pause, 1800s);
  EXPECT_EQ(fetch(*source, first.cursor).pause, 1800s);
}

TEST_F(WebFeedTest, a_document_that_is_too_large_is_an_error) {
  body.append(10'000, ' ');
  EXPECT_EQ(error_of(*web_feed(server.url(), {.largest = 10'000})), "the body is larger than 10000 octets");
}

TEST(SharedWebFeedTest, a_URL_is_fetched_once_however_many_mailboxes_read_it) {
  HttpServer server([](const auto& exchange) { exchange.respond("200 OK", "", rss(item("A"))); });
  auto spool = Spool::open("memory");
  const Names mailboxes{"one", "two", "three", "four", "five", "six"};
  for (const std::string& mailbox : mailboxes) spool->mailbox(mailbox).source("feed", feed(server.url()), 15min);
  spool->start();
  EXPECT_EQ(settled(spool->maildrop("ann", mailboxes)->list()).value()->listing->size(), mailboxes.size());
  EXPECT_EQ(server.requests().size(), 1);
}

TEST(SlowWebFeedTest, a_spool_that_is_closed_interrupts_its_fetch) {
  std::atomic<bool> asked = false;
  HttpServer server([&](const HttpServer::Exchange& exchange) {
    asked = true;
    exchange.wait_for_client();
  });
  auto spool = Spool::open("memory");
  spool->mailbox("blog").source("feed", web_feed(server.url()), 15min);
  spool->start();
  while (!asked) std::this_thread::sleep_for(1ms);
  const auto begin = Clock::now();
  spool.reset();
  EXPECT_LT(Clock::now() - begin, 5s);
}

TEST(SlowWebFeedTest, a_server_that_says_nothing_is_an_error_in_the_end) {
  HttpServer server([](const HttpServer::Exchange& exchange) { exchange.wait_for_client(); });
  EXPECT_THAT(error_of(*web_feed(server.url(), {.patience = 1s})), HasSubstr("timed out"));
}

}  // namespace
}  // namespace n3
