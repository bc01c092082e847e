#include "feed_source_test.hpp"

#include <memory>
#include <mutex>
#include <string>

namespace n3 {
namespace {

using feeds::rss;
using test::HttpServer;
using test::redirect;
using test::reply;
using testing::ElementsAre;

// An old place of a feed and a new one: what is at them may change.
class MovedFeedTest : public testing::Test {
 protected:
  void put(HttpServer::Handler at_old, HttpServer::Handler at_new) {
    const std::lock_guard lock(mutex);
    old_page = std::move(at_old);
    new_page = std::move(at_new);
  }

  static HttpServer::Handler document(const std::string& items) {
    return reply("200 OK", "ETag: \"v1\"\r\n", rss(items));
  }

  const std::string items = "<item><title>A</title><link>post/1</link></item>";
  std::mutex mutex;
  HttpServer::Handler old_page, new_page;
  HttpServer server{[this](const auto& exchange) {
    const std::lock_guard lock(mutex);
    (exchange.path() == "/old.xml" ? old_page : new_page)(exchange);
  }};
  HttpServer::Handler moved = redirect("301 Moved Permanently", "/new/feed.xml");
  std::unique_ptr<Source> source = web_feed(server.url("/old.xml"));
};

TEST_F(MovedFeedTest, a_feed_that_has_moved_for_good_is_asked_for_at_its_new_place) {
  put(moved, document(items));
  const Batch first = fetch(*source);
  put(moved, reply("304 Not Modified", "", ""));
  const Batch second = fetch(*source, first.cursor);
  EXPECT_EQ(second.cursor, first.cursor);
  EXPECT_THAT(server.paths(), ElementsAre("/old.xml", "/new/feed.xml", "/new/feed.xml"));
}

TEST_F(MovedFeedTest, a_move_that_comes_with_nothing_new_is_remembered_too) {
  put(document(items), document(items));
  const Batch first = fetch(*source);
  put(moved, reply("304 Not Modified", "", ""));
  const Batch second = fetch(*source, first.cursor);
  fetch(*source, second.cursor);
  EXPECT_THAT(server.paths(), ElementsAre("/old.xml", "/old.xml", "/new/feed.xml", "/new/feed.xml"));
}

TEST_F(MovedFeedTest, messages_and_their_keys_are_the_same_wherever_it_is_asked_for) {
  put(moved, document(items));
  const Batch before = fetch(*source);
  const Batch after = fetch(*source, before.cursor);
  EXPECT_EQ(keys(after), keys(before));
  const auto mail = [](const Batch& batch) {
    return compose(std::get<Message>(batch.items.at(0).content), {.uid = "1"});
  };
  EXPECT_EQ(mail(after), mail(before));
}

TEST_F(MovedFeedTest, where_the_new_place_fails_the_configured_one_is_asked_next) {
  for (const auto& trouble : {reply("404 Not Found", "", ""), reply("200 OK", "", "<html>For sale</html>"),
                              HttpServer::Handler([](const auto&) {})}) {
    put(moved, document(items));
    const std::string cursor = fetch(*source).cursor;
    put(document(item("B")), trouble);
    EXPECT_NE(error_of(*source, cursor), "");
    const Batch back = fetch(*source, cursor);
    EXPECT_THAT(subjects(back), ElementsAre("B"));
    put(document(item("C")), trouble);
    EXPECT_THAT(subjects(fetch(*source, back.cursor)), ElementsAre("C"));
  }
}

TEST_F(MovedFeedTest, another_configured_URL_has_not_moved) {
  put(moved, document(items));
  const std::string cursor = fetch(*source).cursor;
  fetch(*web_feed(server.url("/another.xml")), cursor);
  EXPECT_EQ(server.paths().back(), "/another.xml");
}

}  // namespace
}  // namespace n3
