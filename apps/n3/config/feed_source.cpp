#include <fmt/format.h>

#include <initializer_list>
#include <utility>

#include "config/feed_url.hpp"
#include "config/tables.hpp"
#include "config/units.hpp"
#include "sources/daily.hpp"
#include "sources/feed_template.hpp"

namespace n3::program {
namespace {

/// A word that stands for a value.
template <class Value>
void read_choice(TomlTable& table, std::string_view key,
                 std::initializer_list<std::pair<std::string_view, Value>> choices, Value& into) {
  const auto word = table.word(key);
  if (!word) return;
  std::string names;
  for (const auto& [name, value] : choices) {
    if (word->text == name) {
      into = value;
      return;
    }
    names += fmt::format("{}\"{}\"", names.empty() ? "" : " or ", name);
  }
  table.complain(word->place, "must be " + names);
}

void read_template(TomlTable& table, std::string_view key, std::string& into) {
  const auto word = table.word(key);
  if (!word) return;
  const std::string problem = feeds::template_problem(word->text);
  if (problem.empty()) {
    into = word->text;
  } else {
    table.complain(word->place, problem);
  }
}

void read_duration(TomlTable& table, std::string_view key, std::chrono::seconds& into) {
  if (const auto duration = table.duration(key, true))
    into = std::chrono::duration_cast<std::chrono::seconds>(*duration);
}

void read_size(TomlTable& table, std::string_view key, std::size_t& into) {
  if (const auto size = table.size(key)) into = *size;
}

void read_digest(TomlTable& feed, std::optional<Digest>& into) {
  auto table = feed.table("digest");
  if (!table) return;
  const auto at = table->needed("at", "at = \"07:00\"");
  const auto zone = table->needed("zone", "zone = \"Europe/Tallinn\"");
  table->finish();
  if (!at || !zone) return;
  const auto time = parse_time_of_day(at->text);
  if (!time) return table->complain(at->place, "must be a time of day such as \"07:00\" or \"18:30\"");
  try {
    const Daily is_good(*time, zone->text);
    into = Digest{*time, zone->text};
  } catch (const std::invalid_argument& mistake) {
    table->complain(zone->place, mistake.what());
  }
}

/// All but the place.
void read_rest(TomlTable& table, FeedSource& feed) {
  FeedOptions& options = feed.options;
  read_duration(table, "refresh", feed.refresh);
  read_size(table, "largest", options.largest);
  read_choice(table, "enclosures", {{"link", Enclosures::link}, {"attach", Enclosures::attach}}, options.enclosures);
  read_choice(table, "images", {{"leave", Images::leave}, {"inline", Images::embed}, {"drop", Images::drop}},
              options.images);
  read_choice(table, "articles", {{"feed", Articles::as_fed}, {"whole", Articles::whole}}, options.articles);
  read_size(table, "largest_enclosure", options.largest_enclosure);
  read_template(table, "subject", options.subject);
  read_template(table, "from", options.from);
  read_filter(table, feed.filter);
  read_digest(table, feed.digest);
}

std::vector<std::string> places_of(const std::vector<Word>& words, const std::filesystem::path& folder) {
  std::vector<std::string> places;
  for (const Word& word : words) places.push_back(feed_place(word.text, folder));
  return places;
}

}  // namespace

void read_feed_defaults(TomlTable& root, Config& config) {
  auto defaults = root.table("defaults");
  if (!defaults) return;
  if (auto table = defaults->table("feed")) {
    read_rest(*table, config.feed_defaults);
    table->finish();
  }
  defaults->finish();
}

std::optional<SourceConfig> read_feed(TomlTable& table, const std::filesystem::path& folder,
                                      const FeedSource& defaults) {
  FeedSource feed = defaults;
  read_rest(table, feed);
  const auto urls = table.words("urls");
  const auto opml = table.word("opml");
  const bool is_list = table.has("urls") || table.has("opml");
  const auto url = is_list ? table.word("url")
                           : table.needed("url", "url = \"https://blog.example.org/feed.xml\", or the path of a file");
  if (is_list && (url || (urls && opml))) {
    table.complain(table.place(), "has more than one of url, urls and opml: make a source of each");
  }
  if (urls) {
    feed.urls = places_of(*urls, folder);
    return SourceConfig{"feeds", feed, table.place("urls")};
  }
  if (opml) {
    feed.opml = folder / opml->text;
    return SourceConfig{opml->text, feed, opml->place};
  }
  if (!url) return std::nullopt;
  feed.url = feed_place(url->text, folder);
  return SourceConfig{feed_name(url->text), feed, url->place};
}

std::unique_ptr<Source> make_source(const FeedSource& source) {
  const auto& [url, urls, opml_file, refresh, options, filter, digest] = source;
  auto made = !opml_file.empty() ? opml(opml_file, options)
              : !urls.empty()    ? feed_list(urls, options)
                                 : feed(url, options);
  made = filtered(std::move(made), filter);
  return digest ? digested(std::move(made), *digest) : std::move(made);
}

}  // namespace n3::program
