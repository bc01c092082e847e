#include <map>
#include <mutex>

#include <n3/spool.hpp>

#include "feed_source_test.hpp"
#include "sources/feed_list.hpp"

namespace n3 {
namespace {

using feeds::FeedList;
using feeds::rss;
using test::HttpServer;
using testing::AllOf;
using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;

// Pages that may change, each with an ETag that is its text.
class FeedListTest : public testing::Test {
 protected:
  void put(const std::string& path, const std::string& text, const std::string& headers = "") {
    const std::lock_guard lock(mutex);
    pages[path] = {text, headers};
  }

  void answer(const HttpServer::Exchange& exchange) {
    const std::lock_guard lock(mutex);
    const auto page = pages.find(exchange.path());
    if (page == pages.end()) return exchange.respond("404 Not Found", "", "");
    const auto& [text, headers] = page->second;
    const std::string tag = "\"" + std::to_string(text.size()) + "\"";
    if (exchange.header("If-None-Match") == tag) return exchange.respond("304 Not Modified", headers, "");
    exchange.respond("200 OK", "ETag: " + tag + "\r\n" + headers, text);
  }

  FeedList::Urls listed() const {
    if (!broken.empty()) return std::unexpected(broken);
    Names all;
    for (const std::string& path : paths) all.push_back(server.url(path));
    return all;
  }

  std::mutex mutex;
  std::map<std::string, std::pair<std::string, std::string>> pages;
  HttpServer server{[this](const auto& exchange) { answer(exchange); }};
  Names paths{"/a", "/b"};
  std::string broken;
  FeedList list{[this] { return listed(); }, [](const std::string& url) { return web_feed(url); }};
};

TEST_F(FeedListTest, entries_of_all_feeds_come_oldest_first) {
  put("/a", rss(item("A1", "1 Jan 2026") + item("A3", "3 Jan 2026")));
  put("/b", rss(item("B2", "2 Jan 2026") + item("B4", "4 Jan 2026")));
  EXPECT_THAT(subjects(fetch(list)), ElementsAre("A1", "B2", "A3", "B4"));
}

TEST_F(FeedListTest, the_same_id_in_two_feeds_is_two_items) {
  for (const char* path : {"/a", "/b"}) put(path, rss("<item><guid>1</guid><title>T</title></item>"));
  const Names all = keys(fetch(list));
  ASSERT_EQ(all.size(), 2);
  EXPECT_NE(all[0], all[1]);
}

TEST_F(FeedListTest, each_feed_is_asked_for_what_has_changed_only) {
  put("/a", rss(item("A")));
  put("/b", rss(item("B")));
  const Batch first = fetch(list);
  EXPECT_EQ(first.items.size(), 2);
  put("/b", rss(item("B") + item("C")));
  const Batch second = fetch(list, first.cursor);
  EXPECT_EQ(subjects(second).size(), 2) << "those of one feed";
  EXPECT_THAT(subjects(fetch(list, second.cursor)), IsEmpty());
  for (const char* nonsense : {"x", "0123456789abcdef", "0123456789abcdef 99999\nx", "0123456789abcdef x\n"})
    EXPECT_EQ(fetch(list, nonsense).items.size(), 3) << nonsense;
}

TEST_F(FeedListTest, one_that_fails_is_told_of_and_keeps_what_is_known_of_it) {
  put("/a", rss(item("A")));
  put("/b", rss(item("B")));
  const Batch first = fetch(list);
  put("/b", "no feed");
  const Batch second = fetch(list, first.cursor);
  EXPECT_FALSE(second.failure);
  EXPECT_THAT(second.problems, ElementsAre(AllOf(HasSubstr(server.url("/b")), HasSubstr("not fetched"))));
  put("/b", rss(item("B")));
  EXPECT_THAT(subjects(fetch(list, second.cursor)), IsEmpty()) << "304 for both";
}

TEST_F(FeedListTest, who_waits_may_be_told_how_many_have_been_fetched) {
  put("/a", rss(item("A")));
  std::vector<std::string> told;
  const auto tell = [&](std::size_t done, std::size_t all) {
    told.push_back(std::to_string(done) + " of " + std::to_string(all));
  };
  FeedList telling{[this] { return listed(); }, [](const std::string& url) { return web_feed(url); }, tell};
  fetch(telling);
  EXPECT_THAT(told, ElementsAre("1 of 2", "2 of 2")) << "one of them has failed";
}

TEST_F(FeedListTest, where_all_fail_the_fetch_does) {
  EXPECT_THAT(error_of(list), HasSubstr("not fetched: HTTP status 404"));
}

TEST_F(FeedListTest, feeds_may_be_added_and_taken_out) {
  put("/a", rss(item("A")));
  put("/b", rss(item("B")));
  put("/c", rss(item("C")));
  const Batch first = fetch(list);
  paths = {"/b", "/c"};
  EXPECT_THAT(subjects(fetch(list, first.cursor)), ElementsAre("C"));
  paths = {};
  EXPECT_THAT(subjects(fetch(list, first.cursor)), IsEmpty());
}

TEST_F(FeedListTest, a_list_that_cannot_be_read_changes_nothing) {
  put("/a", rss(item("A")));
  put("/b", rss(item("B")));
  const Batch first = fetch(list);
  broken = "it is torn";
  put("/b", rss(item("B") + item("C")));
  const Batch second = fetch(list, first.cursor);
  EXPECT_EQ(second.items.size(), 2);
  EXPECT_THAT(second.problems, ElementsAre("it is torn"));
  FeedList other([this] { return listed(); }, [](const std::string& url) { return web_feed(url); });
  EXPECT_EQ(error_of(other), "it is torn") << "where nothing is known of any feed";
}

TEST_F(FeedListTest, a_feed_that_wants_to_be_left_alone_is_and_the_others_are_not) {
  put("/a", rss(item("A")), "Cache-Control: max-age=3600\r\n");
  put("/b", rss(item("B")));
  const Batch first = fetch(list);
  EXPECT_EQ(first.pause.count(), 0);
  fetch(list, first.cursor);
  EXPECT_THAT(server.paths(), testing::UnorderedElementsAre("/a", "/b", "/b"));
  put("/b", "no feed");
  EXPECT_EQ(error_of(list, first.cursor), "") << "not all fail";
}

TEST_F(FeedListTest, answers_are_in_their_feed) {
  put("/a", rss("<item><guid>1</guid><title>A</title></item>"
                "<item><guid>2</guid><title>B</title><thr:in-reply-to ref='1'/></item>"));
  paths = {"/a"};
  const Batch batch = fetch(list);
  ASSERT_EQ(batch.items.size(), 2);
  EXPECT_EQ(batch.items[0].in_reply_to, batch.items[1].key);
}

TEST_F(FeedListTest, messages_are_finished_as_in_their_feed) {
  put("/a", rss("<item><title>A</title><enclosure url='" + server.url("/b") + "'/></item>"));
  put("/b", "bytes");
  paths = {"/a"};
  FeedList attaching([this] { return listed(); },
                     [](const std::string& url) { return web_feed(url, {.enclosures = Enclosures::attach}); });
  const Batch batch = fetch(attaching);
  const Message message = batch.items.at(0).finish(std::get<Message>(batch.items.at(0).content));
  EXPECT_EQ(message.fields().attachments.at(0).bytes, "bytes");
}

TEST_F(FeedListTest, a_password_is_no_part_of_an_identity_and_in_no_line) {
  const auto with = [&](const std::string& password) {
    FeedList secret([=, this] { return Names{server.url_with("ann:" + password, "/b"), server.url("/a")}; },
                    [](const std::string& url) { return web_feed(url); });
    return fetch(secret);
  };
  put("/a", rss(item("A")));
  EXPECT_THAT(with("pass").problems, ElementsAre(testing::Not(HasSubstr("pass"))));
  put("/b", rss(item("B")));
  EXPECT_EQ(keys(with("pass")), keys(with("word")));
}

TEST_F(FeedListTest, what_is_wrong_with_a_URL_is_said_at_once) {
  EXPECT_THROW(feed_list({"https://a.example/", "ftp://b.example/"}), std::invalid_argument);
}

}  // namespace
}  // namespace n3
