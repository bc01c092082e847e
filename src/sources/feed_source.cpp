#include <algorithm>
#include <atomic>
#include <charconv>
#include <filesystem>
#include <fstream>
#include <memory>
#include <stdexcept>
#include <string>
#include <system_error>
#include <utility>
#include <vector>

#include <n3/sources.hpp>

#include "base/ascii.hpp"
#include "base/digest.hpp"
#include "http/fetch.hpp"
#include "sources/feed_key.hpp"
#include "sources/feed_message.hpp"
#include "sources/feed_reader.hpp"

namespace n3 {
namespace {

namespace fs = std::filesystem;
using feeds::Entry;
using feeds::Feed;

constexpr const char* accepted =
    "application/atom+xml, application/rss+xml, application/feed+json, application/rdf+xml;q=0.9, "
    "application/xml;q=0.8, text/xml;q=0.8, application/json;q=0.7, */*;q=0.1";

// Oldest first: by date where all have one, otherwise as most feeds have it, the newest on top.
std::vector<Item> to_items(Feed feed, const std::string& url) {
  std::ranges::reverse(feed.entries);
  const auto date = [](const Entry& entry) { return entry.published ? entry.published : entry.updated; };
  if (std::ranges::all_of(feed.entries, [&](const Entry& entry) { return date(entry).has_value(); }))
    std::ranges::stable_sort(feed.entries, {}, date);
  const auto keys = feeds::assign_keys(feed.entries);
  const auto sender = feeds::Sender::of(feed, url);
  std::vector<Item> items;
  items.reserve(keys.size());
  for (std::size_t i = 0; i < keys.size(); ++i)
    items.push_back(
        {.key = keys[i], .content = feeds::to_message(feed, feed.entries[i], sender), .date = date(feed.entries[i])});
  return items;
}

// What feeds have in common, wherever they come from.
class FeedSource : public Source {
 public:
  /// `where` is a URL or a path; `shown` is the same as it may stand in a log.
  FeedSource(std::string where, std::string shown, FeedOptions options)
      : where_(std::move(where)), shown_(std::move(shown)), options_(options) {}

 protected:
  Answer<Batch> to_batch(std::string_view document, std::string_view content_type, const std::string& base,
                         std::string cursor) const {
    auto feed = feeds::read_feed(document, content_type, base);
    if (!feed) return failure(feed.error());
    return Batch{.items = to_items(std::move(*feed), where_), .cursor = std::move(cursor)};
  }

  Error failure(const std::string& cause) const { return Error::temporary(shown_ + ": " + cause); }

  const std::string where_;
  const std::string shown_;
  const FeedOptions options_;
};

// A cursor is a hash of the URL, an ETag and a Last-Modified, with line feeds between them: the URL may have become
// another one.
struct WebCursor {
  std::string etag, last_modified;

  static WebCursor of(std::string_view text, const std::string& url) {
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
  WebFeed(const std::string& url, FeedOptions options) : FeedSource(url, http::without_secrets(url), options) {}

  Answer<Batch> fetch(std::string_view cursor) override {
    const WebCursor last = WebCursor::of(cursor, where_);
    auto response = http::fetch({.url = where_,
                                 .accept = accepted,
                                 .etag = last.etag,
                                 .last_modified = last.last_modified,
                                 .largest = options_.largest,
                                 .patience = options_.patience,
                                 .interrupted = &interrupted_});
    if (!response) return Error::temporary(response.error());
    if (response->unchanged) return Batch{.cursor = std::string(cursor)};
    const WebCursor next{response->etag, response->last_modified};
    return to_batch(response->body, response->content_type, response->url, next.to_string(where_));
  }

  void interrupt() override { interrupted_ = true; }

 private:
  std::atomic<bool> interrupted_ = false;
};

class FileFeed final : public FeedSource {
 public:
  FileFeed(const std::string& path, FeedOptions options) : FeedSource(path, path, options) {}

  Answer<Batch> fetch(std::string_view cursor) override {
    std::error_code error;
    const auto size = fs::file_size(where_, error);
    const auto time = error ? fs::file_time_type() : fs::last_write_time(where_, error);
    if (error) return failure(error.message());
    if (size > options_.largest) return failure("it is larger than " + std::to_string(options_.largest) + " octets");
    std::string next = std::to_string(size) + " " + std::to_string(time.time_since_epoch().count());
    if (cursor == next) return Batch{.cursor = std::move(next)};
    std::string document(size, '\0');
    std::ifstream file(where_, std::ios::binary);
    if (!file.read(document.data(), static_cast<std::streamsize>(size))) return failure("it cannot be read");
    return to_batch(document, {}, {}, std::move(next));
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

std::unique_ptr<Source> feed(std::string url, FeedOptions options) {
  const std::string scheme = ascii::lowercase(url.substr(0, url.find(':') + 1));
  if (scheme == "http:" || scheme == "https:") return std::make_unique<WebFeed>(url, options);
  if (scheme == "file:") return std::make_unique<FileFeed>(path_of(url), options);
  if (url.contains("://"))
    throw std::invalid_argument("a feed is read from http, https or a file, and not from " +
                                http::without_secrets(url));
  return std::make_unique<FileFeed>(url, options);
}

}  // namespace n3
