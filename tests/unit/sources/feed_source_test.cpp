#include "feed_test.hpp"

#include <atomic>
#include <filesystem>
#include <mutex>
#include <set>
#include <thread>

#include <sys/stat.h>

#include <n3/sources.hpp>
#include <n3/spool.hpp>

#include "base/settled.hpp"
#include "folder.hpp"
#include "http_server.hpp"

namespace n3 {
namespace {

namespace fs = std::filesystem;
using namespace std::chrono_literals;
using Clock = std::chrono::steady_clock;
using feeds::rss;
using test::HttpServer;
using testing::ElementsAre;
using testing::HasSubstr;

using Names = std::vector<std::string>;

Names subjects(const Batch& batch) {
  Names names;
  for (const Item& item : batch.items) names.push_back(std::get<Message>(item.content).fields().subject);
  return names;
}

Batch fetch(Source& source, std::string_view cursor = "") {
  auto answer = settled(source.fetch(cursor));
  if (answer.error()) throw std::runtime_error(answer.error()->text);
  return std::move(*answer.value());
}

std::string error_of(Source& source) {
  auto answer = settled(source.fetch(""));
  if (answer.error()) return answer.error()->text;
  return answer.value()->failure ? answer.value()->failure->text : "";
}

std::string item(const std::string& title, const std::string& date = "") {
  return "<item><title>" + title + "</title>" + (date.empty() ? "" : "<pubDate>" + date + "</pubDate>") + "</item>";
}

TEST(FeedOrderTest, entries_are_sorted_by_date_where_all_have_one) {
  HttpServer server([](const auto& exchange) {
    exchange.respond("200 OK", "", rss(item("B", "2 Jan 2026") + item("C", "3 Jan 2026") + item("A", "1 Jan 2026")));
  });
  const Batch batch = fetch(*feed(server.url()));
  EXPECT_THAT(subjects(batch), ElementsAre("A", "B", "C"));
  EXPECT_EQ(batch.items[0].date, feeds::utc(2026, 1, 1));
  EXPECT_FALSE(batch.complete);
  EXPECT_EQ(batch.again, std::nullopt);
}

TEST(FeedOrderTest, otherwise_the_document_has_the_newest_on_top) {
  HttpServer server([](const auto& exchange) {
    exchange.respond("200 OK", "", rss(item("C") + item("B", "3 Jan 2026") + item("A", "4 Jan 2026")));
  });
  EXPECT_THAT(subjects(fetch(*feed(server.url()))), ElementsAre("A", "B", "C"));
}

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
    if (etags.back() == "\"v1\"") return exchange.respond("304 Not Modified", "", "");
    exchange.respond("200 OK", "ETag: \"v1\"\r\nLast-Modified: Mon, 23 Nov 2026 07:50:00 GMT\r\n" + headers, body);
  }};
};

TEST_F(WebFeedTest, what_has_not_changed_is_not_fetched_again) {
  auto source = feed(server.url());
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
  const Batch first = fetch(*feed(server.url("/one")));
  EXPECT_EQ(fetch(*feed(server.url("/two")), first.cursor).items.size(), 1);
  for (const char* nonsense : {"", "\n", "\n\n", "x", "x\ny\nz"})
    EXPECT_EQ(fetch(*feed(server.url()), nonsense).items.size(), 1) << nonsense;
}

TEST_F(WebFeedTest, the_charset_of_the_response_counts) {
  set(headers, "Content-Type: application/rss+xml; charset=windows-1251\r\n");
  set(body, "<rss><channel><item><title>\xcf\xf0\xe8\xe2\xe5\xf2</title></item></channel></rss>");
  EXPECT_THAT(subjects(fetch(*feed(server.url()))), ElementsAre("Привет"));
}

TEST(UnchangedWebFeedTest, an_answer_of_unchanged_to_who_knows_nothing_is_a_failure) {
  HttpServer server([](const auto& exchange) { exchange.respond("304 Not Modified", "", ""); });
  EXPECT_THAT(error_of(*feed(server.url())), HasSubstr("HTTP status 304"));
}

TEST(OneItemFeedTest, each_item_is_a_message_and_none_comes_twice) {
  Names feeds;
  for (const char* titles : {"1", "2", "32", "43"}) {
    std::string items;
    for (const char* title = titles; *title; ++title)
      items += "<item><title>News " + std::string(1, *title) + "</title><link>http://x.example/</link></item>";
    feeds.push_back(rss(items));
  }
  std::atomic<std::size_t> next = 0;
  HttpServer server([&](const auto& exchange) { exchange.respond("200 OK", "", feeds.at(next++)); });
  auto source = feed(server.url());
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
  EXPECT_EQ(error_of(*feed(server.url())), "it is a web page, and no feed; the feed has an address of its own");
}

TEST_F(WebFeedTest, secrets_of_the_URL_are_not_in_the_messages) {
  for (const char* link : {"post/1", "#top", "?page=2", "//a.example/x", "../up"}) {
    set(body, rss("<item><link>" + std::string(link) +
                  "</link><description>&lt;a href=\"more\"&gt;x&lt;/a&gt;&lt;img src=\"" + std::string(link) +
                  "\"&gt;</description></item>"));
    const Batch batch = fetch(*feed(server.url_with("ann:s3cret", "/a/feed.xml?token=s3cret")));
    const std::string mail = compose(std::get<Message>(batch.items.at(0).content), {.uid = "1"});
    EXPECT_THAT(mail, testing::Not(HasSubstr("s3cret"))) << link;
    EXPECT_THAT(mail, testing::Not(HasSubstr("ann:"))) << link;
    EXPECT_THAT(mail, HasSubstr("Archived-At: <http://")) << link;
  }
}

TEST_F(WebFeedTest, how_entries_are_told_apart_is_remembered_in_the_cursor) {
  body =
      rss("<item><guid>same</guid><link>/1</link><title>One</title></item>"
          "<item><guid>same</guid><link>/2</link><title>Two</title></item>");
  auto source = feed(server.url());
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
  auto source = feed(server.url());
  const Batch half = fetch(*source);
  EXPECT_THAT(subjects(half), ElementsAre("A"));
  EXPECT_EQ(half.problems.size(), 1);
  set(body, rss(item("B") + item("A")));
  const Batch whole = fetch(*source, half.cursor);
  EXPECT_THAT(subjects(whole), ElementsAre("A", "B"));
  EXPECT_TRUE(whole.problems.empty());
}

TEST(BusyWebFeedTest, a_server_may_say_when_it_wants_to_be_asked_again) {
  HttpServer server(
      [](const auto& exchange) { exchange.respond("429 Too Many Requests", "Retry-After: 120\r\n", ""); });
  const Batch batch = fetch(*feed(server.url()));
  EXPECT_EQ(batch.failure->text, "HTTP status 429");
  EXPECT_EQ(batch.again, 120s);
}

TEST_F(WebFeedTest, a_document_that_is_too_large_is_an_error) {
  body.append(10'000, ' ');
  EXPECT_EQ(error_of(*feed(server.url(), {.largest = 10'000})), "the body is larger than 10000 octets");
}

TEST(SlowWebFeedTest, a_spool_that_is_closed_interrupts_its_fetch) {
  std::atomic<bool> asked = false;
  HttpServer server([&](const HttpServer::Exchange& exchange) {
    asked = true;
    exchange.wait_for_client();
  });
  auto spool = Spool::open("memory");
  spool->mailbox("blog").source("feed", feed(server.url()), 15min);
  spool->start();
  while (!asked) std::this_thread::sleep_for(1ms);
  const auto begin = Clock::now();
  spool.reset();
  EXPECT_LT(Clock::now() - begin, 5s);
}

TEST(SlowWebFeedTest, a_server_that_says_nothing_is_an_error_in_the_end) {
  HttpServer server([](const HttpServer::Exchange& exchange) { exchange.wait_for_client(); });
  EXPECT_THAT(error_of(*feed(server.url(), {.patience = 1s})), HasSubstr("timed out"));
}

class FileFeedTest : public testing::Test {
 protected:
  FileFeedTest() { write(rss(item("A"))); }

  void write(const std::string& text) { folder.write("my feed.xml", text); }

  const test::Folder folder;
  const fs::path path = folder / "my feed.xml";
};

TEST_F(FileFeedTest, a_path_or_a_file_URL_will_do) {
  const std::string escaped = (folder / "my%20feed.xml").string();
  for (const std::string& url : {path.string(), "file://" + escaped, "FILE:" + escaped, "file://localhost" + escaped})
    EXPECT_EQ(fetch(*feed(url)).items.size(), 1) << url;
}

TEST_F(FileFeedTest, a_file_that_has_not_changed_is_not_read_again) {
  auto source = feed(path.string());
  const Batch first = fetch(*source);
  EXPECT_TRUE(fetch(*source, first.cursor).items.empty());
  write(rss(item("A") + item("B")));
  EXPECT_EQ(fetch(*source, first.cursor).items.size(), 2);
}

TEST_F(FileFeedTest, what_cannot_be_read_is_an_error_that_gives_the_cause) {
  EXPECT_EQ(error_of(*feed((folder / "none").string())), "No such file or directory");
  EXPECT_EQ(error_of(*feed(folder.path().string())), "it is no regular file");
  ASSERT_EQ(::mkfifo((folder / "fifo").c_str(), 0600), 0);
  EXPECT_EQ(error_of(*feed((folder / "fifo").string())), "it is no regular file");
  EXPECT_EQ(error_of(*feed("/dev/zero")), "it is no regular file");
  EXPECT_EQ(error_of(*feed(path.string(), {.largest = 10})), "it is larger than 10 octets");
  write("");
  EXPECT_EQ(error_of(*feed(path.string())), "it is empty");
}

TEST_F(FileFeedTest, an_entry_that_is_too_long_is_cut_off_which_is_said) {
  write(rss("<item><title>Long</title><link>http://a.example/1</link><description>" + std::string(5'000'000, '&') +
            "</description></item>"));
  const Batch batch = fetch(*feed(path.string()));
  EXPECT_THAT(batch.problems, ElementsAre("entries of more than 1 MiB are cut off: 1, such as \"Long\""));
  const std::string mail = compose(std::get<Message>(batch.items.at(0).content), {.uid = "1"});
  EXPECT_LT(mail.size(), 10'000'000);
  EXPECT_THAT(mail, HasSubstr("It goes on"));
}

TEST_F(FileFeedTest, other_schemes_are_refused_at_once) {
  EXPECT_THROW(feed("ftp://a.example/feed"), std::invalid_argument);
  EXPECT_THROW(feed("gopher://a.example/feed"), std::invalid_argument);
}

TEST_F(FileFeedTest, through_a_spool_an_item_is_the_same_whatever_the_feed_does) {
  auto spool = Spool::open("memory");
  spool->mailbox("blog").source("feed", feed(path.string()), 0s);
  spool->start();
  const auto uids = [&] {
    Names names;
    for (const Entry& entry : *settled(spool->maildrop("ann", {"blog"})->list()).value()->listing)
      names.push_back(entry.uid);
    return names;
  };
  const Names before = uids();
  ASSERT_EQ(before.size(), 1);
  write(rss(item("B") + item("A")));
  const Names more = uids();
  ASSERT_EQ(more.size(), 2);
  EXPECT_EQ(more[0], before[0]);
  write("<html>maintenance</html>");
  EXPECT_EQ(uids(), more);
  write(rss(""));
  EXPECT_EQ(uids(), more);
  fs::remove(path);
  EXPECT_EQ(uids(), more);
}

}  // namespace
}  // namespace n3
