#include <algorithm>
#include <atomic>
#include <charconv>
#include <chrono>
#include <memory>
#include <optional>
#include <stdexcept>
#include <string>
#include <system_error>
#include <utility>
#include <vector>

#include <n3/sources.hpp>

#include "base/ascii.hpp"
#include "base/digest.hpp"
#include "base/regular_file.hpp"
#include "http/fetch.hpp"
#include "http/url.hpp"
#include "sources/feed_key.hpp"
#include "sources/feed_message.hpp"
#include "sources/feed_reader.hpp"

namespace n3 {
namespace {

using feeds::Entry;
using feeds::Feed;
using feeds::KeyPolicy;

constexpr const char* accepted =
    "application/atom+xml, application/rss+xml, application/feed+json, application/rdf+xml;q=0.9, "
    "application/xml;q=0.8, text/xml;q=0.8, application/json;q=0.7, */*;q=0.1";

std::optional<std::chrono::sys_seconds> date_of(const Entry& entry) {
  return entry.published ? entry.published : entry.updated;
}

// Oldest first: by date where all have one, otherwise as most feeds have it, the newest on top.
std::vector<Item> to_items(Feed feed, const KeyPolicy& policy, const std::string& url) {
  std::ranges::reverse(feed.entries);
  std::vector<const Entry*> entries;
  for (const Entry& entry : feed.entries) entries.push_back(&entry);
  if (std::ranges::all_of(entries, [](const Entry* entry) { return date_of(*entry).has_value(); }))
    std::ranges::sort(entries, {}, [](const Entry* entry) { return std::pair(date_of(*entry), entry); });

  const auto sender = feeds::Sender::of(feed, url);
  std::vector<Item> items;
  items.reserve(entries.size());
  for (const Entry* entry : entries)
    items.push_back({.key = feeds::key_of(*entry, policy),
                     .content = feeds::to_message(feed, *entry, sender),
                     .date = date_of(*entry)});
  return items;
}

// What is remembered of a document between fetches: a name for what it was, by which one sees that it is another now,
// and what its entries are told apart by.
struct Cursor {
  std::string stamp;
  KeyPolicy policy{};

  static Cursor from(std::string_view text) {
    const std::size_t end = std::min(text.rfind('\n'), text.size());
    return {std::string(text.substr(0, end)), KeyPolicy::from(text.substr(end))};
  }
  std::string to_string() const { return stamp + "\n" + policy.to_string(); }
};

// What feeds have in common, wherever they come from.
class FeedSource : public Source {
 public:
  /// `where` is a URL or a path.
  FeedSource(std::string where, FeedOptions options) : where_(std::move(where)), options_(options) {}

 protected:
  // `stamp` is the document's; what was known before it is `cursor`.
  Answer<Batch> to_batch(std::string_view document, std::string_view content_type, const std::string& base,
                         Cursor cursor, std::string stamp) const {
    auto feed = feeds::read_feed(document, content_type, base);
    if (!feed) return Error::temporary(feed.error());
    cursor.policy.learn(*feed);
    Batch batch{.problems = std::move(feed->problems)};
    for (std::string& line : feeds::drop_repeated(feed->entries, cursor.policy))
      batch.problems.push_back(std::move(line));
    if (feed->cut_short) {
      batch.problems.emplace_back(
          "the document ends early: an entry that it breaks off in is left out until it is whole");
    } else {
      cursor.stamp = std::move(stamp);
    }
    batch.cursor = cursor.to_string();
    batch.items = to_items(std::move(*feed), cursor.policy, where_);
    return batch;
  }

  const std::string where_;
  const FeedOptions options_;
};

// A stamp is a hash of the URL, an ETag and a Last-Modified, with line feeds between them: the URL may have become
// another one.
struct WebStamp {
  std::string etag, last_modified;

  static WebStamp from(std::string_view text, const std::string& url) {
    const std::string mine = name_of(url) + "\n";
    if (!text.starts_with(mine)) return {};
    text.remove_prefix(mine.size());
    const std::size_t end = text.find('\n');
    if (end == text.npos) return {};
    return {std::string(text.substr(0, end)), std::string(text.substr(end + 1))};
  }

  std::string to_string(const std::string& url) const { return name_of(url) + "\n" + etag + "\n" + last_modified; }

  static std::string name_of(const std::string& url) { return sha256_hex(url).substr(0, 16); }
};

class WebFeed final : public FeedSource {
 public:
  using FeedSource::FeedSource;

  Answer<Batch> fetch(std::string_view text) override {
    const Cursor cursor = Cursor::from(text);
    const WebStamp last = WebStamp::from(cursor.stamp, where_);
    auto response = http::fetch({.url = where_,
                                 .accept = accepted,
                                 .etag = last.etag,
                                 .last_modified = last.last_modified,
                                 .largest = options_.largest,
                                 .patience = options_.patience,
                                 .interrupted = &interrupted_});
    if (!response)
      return Batch{.again = response.error().retry_after, .failure = Error::temporary(response.error().cause)};
    if (response->unchanged && last.etag.empty() && last.last_modified.empty())
      return Batch{.failure = Error::temporary("HTTP status 304, unchanged, although nothing of it was known")};
    if (response->unchanged) return Batch{.cursor = std::string(text)};
    const WebStamp next{response->etag, response->last_modified};
    return to_batch(response->body, response->content_type, response->url, cursor, next.to_string(where_));
  }

  void interrupt() override { interrupted_ = true; }

 private:
  std::atomic<bool> interrupted_ = false;
};

class FileFeed final : public FeedSource {
 public:
  using FeedSource::FeedSource;

  Answer<Batch> fetch(std::string_view text) override {
    auto file = RegularFile::open(where_, Links::follow);
    if (!file) return Error::temporary(explain(file.error()));
    const Cursor cursor = Cursor::from(text);
    if (cursor.stamp == file->stamp()) return Batch{.cursor = std::string(text)};
    const auto document = file->read_all(options_.largest);
    if (!document) return read_error(document.error());
    return to_batch(*document, {}, {}, cursor, file->stamp());
  }

 private:
  Error read_error(const std::error_code& error) const {
    if (error != std::errc::file_too_large) return Error::temporary(explain(error));
    return Error::temporary("it is larger than " + std::to_string(options_.largest) + " octets");
  }
};

// "file:///srv/feed%201.xml", "file://localhost/srv/feed.xml", "file:feed.xml"
std::string path_of(std::string_view url) {
  url.remove_prefix(std::string_view("file:").size());
  if (url.starts_with("//")) url.remove_prefix(std::min(url.find('/', 2), url.size()));
  std::string path;
  for (std::size_t i = 0; i < url.size(); ++i) {
    int octet = 0;
    const std::string_view digits = url.substr(std::min(i + 1, url.size()), 2);
    const auto [end, error] = std::from_chars(digits.data(), digits.data() + digits.size(), octet, 16);
    const bool escape = url[i] == '%' && digits.size() == 2 && error == std::errc{} && end == digits.data() + 2;
    path += escape ? static_cast<char>(octet) : url[i];
    if (escape) i += 2;
  }
  return path;
}

}  // namespace

std::unique_ptr<Source> feed(const std::string& url, FeedOptions options) {
  const std::string scheme = ascii::lowercase(url.substr(0, url.find(':') + 1));
  if (scheme == "http:" || scheme == "https:") return std::make_unique<WebFeed>(url, options);
  if (scheme == "file:") return std::make_unique<FileFeed>(path_of(url), options);
  if (url.contains("://"))
    throw std::invalid_argument("a feed is read from http, https or a file, and not from " +
                                http::without_secrets(url));
  return std::make_unique<FileFeed>(url, options);
}

}  // namespace n3
