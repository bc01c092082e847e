#include <map>

#include "feed_source_test.hpp"
#include "folder.hpp"

namespace n3 {
namespace {

using Answers = std::map<std::string, std::string>;

constexpr const char* namespaces =
    "xmlns='http://www.w3.org/2005/Atom' xmlns:thr='http://purl.org/syndication/thread/1.0'";

std::string atom(const std::string& entries) {
  return std::string("<feed ") + namespaces + " xml:base='https://a.example/'>" + entries + "</feed>";
}

std::string entry(const std::string& id, const std::string& more = "") {
  return "<entry><id>" + id + "</id><title>T" + id + "</title>" + more + "</entry>";
}

// By the key of each item the key of the one that it answers.
Answers answers(const std::string& document) {
  const test::Folder folder;
  folder.write("feed.xml", document);
  Answers answers;
  for (const Item& item : fetch(*feed((folder / "feed.xml").string())).items)
    if (!item.in_reply_to.empty()) answers[item.key] = item.in_reply_to;
  return answers;
}

TEST(FeedThreadTest, an_entry_says_by_its_id_what_it_answers) {
  EXPECT_EQ(answers(atom(entry("1") + entry("2", "<thr:in-reply-to ref='1'/>") + entry("3"))), (Answers{{"2", "1"}}));
}

TEST(FeedThreadTest, what_it_answers_need_not_be_in_the_feed_any_more) {
  EXPECT_EQ(answers(atom(entry("2", "<thr:in-reply-to ref='1' href='/1'/>"))), (Answers{{"2", "1"}}));
}

TEST(FeedThreadTest, a_page_will_do_where_it_is_that_of_an_entry) {
  const std::string page = entry("1", "<link href='/one'/>");
  EXPECT_EQ(answers(atom(page + entry("2", "<thr:in-reply-to href='/one'/>"))), (Answers{{"2", "1"}}));
  EXPECT_EQ(answers(atom(page + entry("2", "<thr:in-reply-to ref='x' href='/one'/>"))), (Answers{{"2", "1"}}));
  EXPECT_EQ(answers(atom(page + entry("2", "<thr:in-reply-to href='/two'/>"))), Answers());
}

TEST(FeedThreadTest, RSS_may_say_it_too) {
  EXPECT_EQ(answers(feeds::rss("<item><guid>1</guid><title>A</title></item><item><guid>2</guid><title>B</title>"
                               "<thr:in-reply-to ref='1'/></item>")),
            (Answers{{"2", "1"}}));
}

TEST(FeedThreadTest, nothing_answers_itself_and_nothing_is_made_up) {
  EXPECT_EQ(answers(atom(entry("1", "<thr:in-reply-to ref='1'/>") + entry("2", "<thr:in-reply-to/>") +
                         entry("3", "<link rel='replies' href='/1'/>"))),
            Answers());
}

}  // namespace
}  // namespace n3
