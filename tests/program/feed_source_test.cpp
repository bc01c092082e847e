#include <gmock/gmock.h>

#include <fmt/format.h>

#include "config/config.hpp"

namespace n3::program {
namespace {

using namespace std::chrono_literals;
using testing::ElementsAre;

Parsed parsed(std::string_view source, std::string_view before = "") {
  return parse_config(
      fmt::format("[[listen]]\naddress = \"127.0.0.1:1110\"\ntls = \"none\"\n[[account]]\nuser = \"ann\"\n"
                  "password = \"x\"\n{}\n[[mailbox.blog.source]]\ntype = \"feed\"\n{}\n",
                  before, source),
      "/etc/n3");
}

SourceConfig source_of(std::string_view source, std::string_view before = "") {
  auto [config, problems] = parsed(source, before);
  for (const Problem& problem : problems) ADD_FAILURE() << to_string(problem, "n3.toml");
  return std::move(config.mailboxes.at(0).sources.at(0));
}

FeedSource feed_of(std::string_view source, std::string_view before = "") {
  return std::get<FeedSource>(source_of(source, before).what);
}

std::vector<std::string> problems_of(std::string_view source, std::string_view before = "") {
  std::vector<std::string> texts;
  for (const Problem& problem : parsed(source, before).problems)
    texts.push_back(problem.place.key.substr(problem.place.key.rfind('.') + 1) + ": " + problem.text);
  return texts;
}

TEST(FeedConfig, says_what_becomes_of_entries) {
  const FeedSource feed = feed_of(R"(url = "https://a.example/"
enclosures = "attach"
images = "inline"
articles = "whole"
largest_enclosure = "1MiB"
subject = "[{feed}] {title}"
from = "{author}"
include = "sea"
exclude = "(?i)moon"
maximum_age = "30d"
)");
  EXPECT_EQ(feed.options.enclosures, Enclosures::attach);
  EXPECT_EQ(feed.options.images, Images::embed);
  EXPECT_EQ(feed.options.articles, Articles::whole);
  EXPECT_EQ(feed.options.largest_enclosure, 1U << 20);
  EXPECT_EQ(feed.options.subject, "[{feed}] {title}");
  EXPECT_EQ(feed.options.from, "{author}");
  EXPECT_EQ(feed.filter.include, "sea");
  EXPECT_EQ(feed.filter.exclude, "(?i)moon");
  EXPECT_EQ(feed.filter.maximum_age, 24h * 30);
}

TEST(FeedConfig, has_defaults_of_its_own) {
  const std::string_view defaults = "[defaults.feed]\nrefresh = \"1h\"\nimages = \"drop\"\nexclude = \"x\"";
  const FeedSource feed = feed_of("url = \"https://a.example/\"\nimages = \"leave\"", defaults);
  EXPECT_EQ(feed.refresh, 1h);
  EXPECT_EQ(feed.options.images, Images::leave);
  EXPECT_EQ(feed.filter.exclude, "x");
  EXPECT_THAT(problems_of("url = \"https://a.example/\"", "[defaults.feed]\nurl = \"https://b.example/\""),
              ElementsAre(testing::StartsWith("url: unknown key")));
}

TEST(FeedConfig, names_many_feeds_or_a_list_of_them) {
  const SourceConfig many = source_of("urls = [\"https://a.example/\", \"feeds/b.xml\"]");
  EXPECT_EQ(many.name, "feeds");
  EXPECT_THAT(std::get<FeedSource>(many.what).urls, ElementsAre("https://a.example/", "/etc/n3/feeds/b.xml"));
  const SourceConfig list = source_of("opml = \"my/feeds.opml\"");
  EXPECT_EQ(list.name, "my/feeds.opml");
  EXPECT_EQ(std::get<FeedSource>(list.what).opml, "/etc/n3/my/feeds.opml");
}

TEST(FeedConfig, says_when_a_digest_comes) {
  const FeedSource feed = feed_of(R"(url = "https://a.example/"
digest = { at = "07:30", zone = "Europe/Tallinn" }
)");
  ASSERT_TRUE(feed.digest);
  EXPECT_EQ(feed.digest->at, 7h + 30min);
  EXPECT_EQ(feed.digest->zone, "Europe/Tallinn");
  EXPECT_FALSE(feed_of("url = \"https://a.example/\"").digest);
  const std::string_view defaults = "[defaults.feed]\ndigest = { at = \"18:00\", zone = \"UTC\" }";
  EXPECT_EQ(feed_of("url = \"https://a.example/\"", defaults).digest->at, 18h);
}

TEST(FeedConfig, says_what_is_wrong_with_a_digest) {
  const auto problems = [](const std::string& digest) {
    return problems_of("url = \"https://a.example/\"\ndigest = " + digest);
  };
  EXPECT_THAT(problems("{ at = \"7am\", zone = \"UTC\" }"),
              ElementsAre("at: must be a time of day such as \"07:00\" or \"18:30\""));
  EXPECT_THAT(
      problems("{ at = \"07:00\", zone = \"Tallinn\" }"),
      ElementsAre("zone: \"Tallinn\" is no time zone that this machine knows; say one such as \"Europe/Tallinn\" "
                  "or \"UTC\""));
  EXPECT_THAT(problems("{ at = \"07:00\" }"), ElementsAre("zone: is missing: zone = \"Europe/Tallinn\""));
  EXPECT_THAT(problems("{ at = \"07:00\", zone = \"UTC\", x = 1 }"),
              ElementsAre(testing::StartsWith("x: unknown key")));
  EXPECT_THAT(problems("\"07:00\""), ElementsAre(testing::StartsWith("digest: must be a table")));
}

TEST(FeedConfig, is_the_only_one_that_comes_as_a_digest) {
  for (const char* type : {"directory", "maildir", "mbox"}) {
    const auto problems = problems_of(R"(url = "https://a.example/"
[[mailbox.blog.source]]
type = ")" + std::string(type) + R"("
path = "mail"
digest = { at = "07:00", zone = "UTC" }
)");
    EXPECT_THAT(problems, ElementsAre("digest: only the entries of feeds come as a digest: mail is served as it is"))
        << type;
  }
}

TEST(FeedConfig, says_what_is_wrong_with_it_and_where) {
  const auto with_url = [](const std::string& line) { return problems_of("url = \"https://a.example/\"\n" + line); };
  EXPECT_THAT(with_url("enclosures = \"x\""), ElementsAre("enclosures: must be \"link\" or \"attach\""));
  EXPECT_THAT(with_url("images = \"x\""), ElementsAre("images: must be \"leave\" or \"inline\" or \"drop\""));
  EXPECT_THAT(with_url("articles = \"x\""), ElementsAre("articles: must be \"feed\" or \"whole\""));
  EXPECT_THAT(with_url("subject = \"{x}\""), ElementsAre("subject: {x} is none of {title}, {author} and {feed}"));
  EXPECT_THAT(with_url("include = \"(x\""), ElementsAre("include: \"(x\" is no regular expression: missing ): (x"));
  EXPECT_EQ(with_url("opml = \"x\"").size(), 1);
  EXPECT_EQ(with_url("urls = [\"x\"]").size(), 1);
  EXPECT_THAT(problems_of("urls = []"), ElementsAre(testing::StartsWith("urls: must be a list")));
  EXPECT_THAT(problems_of(""), ElementsAre(testing::StartsWith("url: is missing")));
  const Problem problem = parsed("url = \"https://a.example/\"\nexclude = \"(\"").problems.at(0);
  EXPECT_EQ(problem.place.line, 11);
}

}  // namespace
}  // namespace n3::program
