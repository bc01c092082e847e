#include <gtest/gtest.h>

#include <atomic>
#include <future>
#include <string>
#include <vector>

#include "gate.hpp"
#include "http/page.hpp"

namespace n3::http {
namespace {

using namespace std::chrono_literals;

constexpr const char* url = "http://a.example/feed";

class PageTest : public testing::Test {
 protected:
  // What the web says to the next.
  Result answer = Response{.body = "document", .etag = "v1"};
  std::atomic<int> fetched = 0;
  Pages pages{[this](const Request&) {
                ++fetched;
                return answer;
              },
              1h};
};

std::string body_of(const std::shared_ptr<Page>& page, const Request& request) {
  const Result result = page->fetch(request);
  return !result ? result.error().cause : result->unchanged ? "unchanged" : result->body;
}

TEST_F(PageTest, all_who_read_a_page_get_the_answer_to_one_fetch) {
  const std::vector<std::shared_ptr<Page>> readers{pages.page(url), pages.page(url), pages.page(url)};
  for (const auto& reader : readers) EXPECT_EQ(body_of(reader, {.url = url}), "document");
  EXPECT_EQ(fetched, 1);
  for (const auto& reader : readers) EXPECT_EQ(body_of(reader, {.url = url}), "document");
  EXPECT_EQ(fetched, 2) << "when all have had it, it is forgotten";
}

TEST_F(PageTest, what_one_alone_reads_is_fetched_whenever_he_asks) {
  pages.page(url);
  const auto only = pages.page(url);
  const auto other = pages.page("http://a.example/other");
  for (int i = 0; i < 3; ++i) body_of(only, {.url = url});
  EXPECT_EQ(fetched, 3);
}

TEST_F(PageTest, an_answer_does_not_last) {
  Pages forgetful([this](const Request&) { return ++fetched, answer; }, 0s);
  const auto one = forgetful.page(url), two = forgetful.page(url);
  body_of(one, {.url = url});
  body_of(two, {.url = url});
  EXPECT_EQ(fetched, 2);
}

TEST_F(PageTest, a_document_is_one_for_who_has_an_old_one_as_well) {
  const auto one = pages.page(url), two = pages.page(url);
  body_of(one, {.url = url, .etag = "v0"});
  EXPECT_EQ(body_of(two, {.url = url, .moved_to = "http://b.example/", .last_modified = "long ago"}), "document");
  EXPECT_EQ(fetched, 1);
}

TEST_F(PageTest, that_nothing_has_changed_is_no_answer_for_who_knows_something_else) {
  answer = Response{.unchanged = true};
  const auto one = pages.page(url), two = pages.page(url), three = pages.page(url);
  body_of(one, {.url = url, .etag = "v1"});
  EXPECT_EQ(body_of(two, {.url = url, .etag = "v1"}), "unchanged");
  EXPECT_EQ(fetched, 1);
  answer = Response{.body = "document"};
  EXPECT_EQ(body_of(three, {.url = url}), "document");
  EXPECT_EQ(fetched, 2);
}

TEST_F(PageTest, a_failure_is_one_for_all_who_would_have_asked_at_the_same_place) {
  answer = std::unexpected(Failure{"HTTP status 404"});
  const auto one = pages.page(url), two = pages.page(url), three = pages.page(url);
  body_of(one, {.url = url, .moved_to = "http://b.example/"});
  EXPECT_EQ(body_of(two, {.url = url, .moved_to = "http://b.example/"}), "HTTP status 404");
  EXPECT_EQ(fetched, 1);
  body_of(three, {.url = url});
  EXPECT_EQ(fetched, 2);
}

TEST_F(PageTest, who_wants_less_gets_no_more) {
  const auto one = pages.page(url), two = pages.page(url);
  body_of(one, {.url = url});
  body_of(two, {.url = url, .largest = 7});
  EXPECT_EQ(fetched, 2);
}

class SlowPageTest : public testing::Test {
 protected:
  ~SlowPageTest() override { gate.open(); }

  std::future<std::string> begin(const std::atomic<bool>* interrupted = nullptr) {
    return std::async(std::launch::async, [reader = pages.page(url), interrupted] {
      return body_of(reader, {.url = url, .interrupted = interrupted});
    });
  }

  test::Gate gate;
  std::atomic<int> fetched = 0;
  Pages pages{[this](const Request& request) -> Result {
                ++fetched;
                gate.pass();
                if (request.interrupted && *request.interrupted) return std::unexpected(Failure{"interrupted"});
                return Response{.body = "document"};
              },
              1h};
  const std::shared_ptr<Page> reader = pages.page(url), another = pages.page(url);
};

TEST_F(SlowPageTest, who_asks_meanwhile_waits_for_the_answer) {
  std::vector<std::future<std::string>> bodies;
  for (int i = 0; i < 8; ++i) bodies.push_back(begin());
  ASSERT_TRUE(gate.holds(1));
  gate.open();
  for (auto& body : bodies) EXPECT_EQ(body.get(), "document");
  EXPECT_EQ(fetched, 1);
}

TEST_F(SlowPageTest, who_waits_can_be_interrupted) {
  auto first = begin();
  ASSERT_TRUE(gate.holds(1));
  const std::atomic<bool> interrupted = true;
  EXPECT_EQ(begin(&interrupted).get(), "interrupted");
  gate.open();
  EXPECT_EQ(first.get(), "document");
}

TEST_F(SlowPageTest, an_interruption_is_nobody_elses) {
  std::atomic<bool> interrupted = false;
  auto first = begin(&interrupted);
  ASSERT_TRUE(gate.holds(1));
  auto second = begin();
  interrupted = true;
  gate.open();
  EXPECT_EQ(first.get(), "interrupted");
  EXPECT_EQ(second.get(), "document");
  EXPECT_EQ(fetched, 2);
}

TEST(FailingPageTest, a_fetch_that_throws_keeps_nobody_waiting) {
  Pages pages([](const Request&) -> Result { throw std::bad_alloc(); });
  const auto page = pages.page(url), other = pages.page(url);
  for (int i = 0; i < 3; ++i) EXPECT_THROW(static_cast<void>(page->fetch({.url = url})), std::bad_alloc);
}

}  // namespace
}  // namespace n3::http
