#include <algorithm>
#include <charconv>
#include <memory>
#include <stdexcept>
#include <string>
#include <system_error>
#include <utility>

#include <n3/sources.hpp>

#include "base/ascii.hpp"
#include "base/regular_file.hpp"
#include "http/host_limit.hpp"
#include "http/page.hpp"
#include "http/url.hpp"
#include "sources/feed_source.hpp"
#include "sources/feed_template.hpp"
#include "sources/web_feed.hpp"

namespace n3 {
namespace {

class FileFeed final : public feeds::FeedSource {
 public:
  using FeedSource::FeedSource;

  Answer<Batch> fetch(std::string_view text) override {
    auto file = RegularFile::open(where_, Links::follow);
    if (!file) return Error::temporary(explain(file.error()));
    const feeds::Cursor cursor = feeds::Cursor::from(text);
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

// One of each for the process, since a site does not care which of its spools has asked.
http::Result polite_fetch(const http::Request& request) {
  static http::HostLimit limit(http::fetch);
  return limit.fetch(request);
}

http::Fetch shared_fetch(const std::string& url) {
  static http::Pages pages(polite_fetch);
  return [page = pages.page(url)](const http::Request& request) { return page->fetch(request); };
}

}  // namespace

std::unique_ptr<Source> feed(const std::string& url, FeedOptions options) {
  for (const std::string& text : {options.subject, options.from})
    if (const std::string problem = feeds::template_problem(text); !problem.empty())
      throw std::invalid_argument("\"" + text + "\": " + problem);
  const std::string scheme = ascii::lowercase(url.substr(0, url.find(':') + 1));
  if (scheme == "http:" || scheme == "https:")
    return std::make_unique<feeds::WebFeed>(url, std::move(options), shared_fetch(url), polite_fetch);
  if (scheme == "file:") return std::make_unique<FileFeed>(path_of(url), std::move(options), polite_fetch);
  if (url.contains("://"))
    throw std::invalid_argument("a feed is read from http, https or a file, and not from " +
                                http::without_secrets(url));
  return std::make_unique<FileFeed>(url, std::move(options), polite_fetch);
}

}  // namespace n3
