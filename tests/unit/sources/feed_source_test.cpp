#include "feed_source_test.hpp"

#include <filesystem>
#include <string>

#include <sys/stat.h>

#include <n3/spool.hpp>

#include "folder.hpp"

namespace n3 {
namespace {

namespace fs = std::filesystem;
using namespace std::chrono_literals;
using feeds::rss;
using test::HttpServer;
using testing::ElementsAre;
using testing::HasSubstr;

TEST(FeedOrderTest, entries_are_sorted_by_date_where_all_have_one) {
  HttpServer server([](const auto& exchange) {
    exchange.respond("200 OK", "", rss(item("B", "2 Jan 2026") + item("C", "3 Jan 2026") + item("A", "1 Jan 2026")));
  });
  const Batch batch = fetch(*web_feed(server.url()));
  EXPECT_THAT(subjects(batch), ElementsAre("A", "B", "C"));
  EXPECT_EQ(batch.items[0].date, feeds::utc(2026, 1, 1));
  EXPECT_FALSE(batch.complete);
  EXPECT_EQ(batch.again, std::nullopt);
}

TEST(FeedOrderTest, otherwise_the_document_has_the_newest_on_top) {
  HttpServer server([](const auto& exchange) {
    exchange.respond("200 OK", "", rss(item("C") + item("B", "3 Jan 2026") + item("A", "4 Jan 2026")));
  });
  EXPECT_THAT(subjects(fetch(*web_feed(server.url()))), ElementsAre("A", "B", "C"));
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
