#include "sources/opml.hpp"

#include <algorithm>
#include <stdexcept>
#include <utility>

#include <libxml/parser.h>

#include <n3/sources.hpp>

#include "base/regular_file.hpp"
#include "http/url.hpp"
#include "sources/charset.hpp"
#include "sources/feed_list.hpp"
#include "sources/xml_reader.hpp"

namespace n3 {
namespace feeds {
namespace {

constexpr std::size_t largest = std::size_t{4} << 20;

void add_outlines(Element parent, std::vector<std::string>& urls) {
  for (const Element child : parent.children()) {
    if (child.is("outline")) {
      std::string url = child.attribute("xmlUrl");
      if (!url.empty() && std::ranges::find(urls, url) == urls.end()) urls.push_back(std::move(url));
    }
    add_outlines(child, urls);
  }
}

FeedList::Urls urls_in(const std::filesystem::path& file) {
  const auto explained = [&](const std::string& why) { return std::unexpected(file.string() + ": " + why); };
  auto opened = RegularFile::open(file.string(), Links::follow);
  if (!opened) return explained(explain(opened.error()));
  const auto document = opened->read_all(largest);
  if (!document) return explained(explain(document.error()));
  auto urls = read_opml(*document);
  if (!urls) return explained(urls.error());
  return urls;
}

// What a person has written as the address of one feed may be a file; a list that was exported somewhere says nothing
// of files on this machine.
std::unique_ptr<Source> listed_feed(const std::string& url, const FeedOptions& options) {
  if (!url.starts_with("http://") && !url.starts_with("https://"))
    throw std::invalid_argument("a list has feeds at http and https, and not at " + http::without_secrets(url));
  return feed(url, options);
}

}  // namespace

std::expected<std::vector<std::string>, std::string> read_opml(const std::string& document) {
  static const bool initialised = (xmlInitParser(), true);  // before several threads use it
  static_cast<void>(initialised);
  const auto xml = Document::parse(to_utf8(document, ""));
  if (!xml) return std::unexpected(xml.error());
  if (!xml->problem().empty()) return std::unexpected("its XML is broken: " + xml->problem());
  if (!xml->root().is("opml"))
    return std::unexpected("it is no OPML: its root is <" + std::string(xml->root().name()) + ">");
  std::vector<std::string> urls;
  add_outlines(xml->root(), urls);
  return urls;
}

}  // namespace feeds

std::unique_ptr<Source> opml(std::filesystem::path file, const FeedOptions& options) {
  feed("", options);  // what is wrong with the options is said at once
  return std::make_unique<feeds::FeedList>(
      [file = std::move(file)] { return feeds::urls_in(file); },
      [options](const std::string& url) { return feeds::listed_feed(url, options); }, options.progress);
}

}  // namespace n3
