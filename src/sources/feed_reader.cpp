#include "sources/feed_reader.hpp"

#include <libxml/parser.h>

#include "base/utf8.hpp"
#include "http/url.hpp"
#include "sources/charset.hpp"
#include "sources/feed_readers.hpp"
#include "sources/feed_text.hpp"
#include "sources/xml_repair.hpp"

namespace n3::feeds {
namespace {

constexpr std::size_t longest_html = std::size_t{1} << 20;
constexpr std::size_t longest_example = 60;  // characters

std::expected<Feed, std::string> read_root(Element root, const std::string& url) {
  if (root.is("html")) return std::unexpected("it is a web page, and no feed; the feed has an address of its own");
  if (root.is("feed") || root.is("entry")) return read_atom(root, url);
  if (root.is("rss") || root.is("RDF") || root.is("channel")) return read_rss(root, url);
  return std::unexpected("it is XML, but neither RSS nor Atom: its root is <" + std::string(root.name()) + ">");
}

std::expected<Feed, std::string> read_xml_feed(const std::string& text, const std::string& url) {
  const auto document = Document::parse(repaired_xml(text));
  if (!document) return std::unexpected(document.error());
  auto feed = read_root(document->root(), url);
  if (feed) feed->cut_short = document->is_cut_short();
  if (feed && feed->entries.empty() && !document->problem().empty())
    return std::unexpected("its XML is broken, and no entries could be read: " + document->problem());
  return feed;
}

// Whether it is a site's: the feed's, or one without a path.
bool is_sites(std::string_view link, std::string_view sites) {
  const auto parts = http::UrlParts::of(link);
  if (!parts.host.empty() && (parts.path.empty() || parts.path == "/") && parts.rest.empty()) return true;
  if (link.ends_with('/')) link.remove_suffix(1);
  if (sites.ends_with('/')) sites.remove_suffix(1);
  return !link.empty() && link == sites;
}

// Up to the last tag or line that begins before the limit.
void cut_off(std::string& html) {
  std::size_t end = html.find_last_of("<\n", longest_html);
  if (end == html.npos || end < longest_html / 2) end = longest_html;
  while (end > 0 && utf8_length(std::string_view(html).substr(end)) == 0) --end;
  html.resize(end);
}

void settle_entries(Feed& feed) {
  if (feed.left_out > 0)
    feed.problems.push_back("only the first " + std::to_string(most_entries) +
                            " entries of the document are read; left out: " + std::to_string(feed.left_out));
  std::size_t count = 0;
  std::string example;
  for (Entry& entry : feed.entries) {
    entry.has_page = !is_sites(entry.link, feed.link);
    entry.cut_off = entry.html.size() > longest_html;
    if (!entry.cut_off) continue;
    cut_off(entry.html);
    if (++count == 1) example = shortened(entry.title, longest_example);
  }
  if (count > 0)
    feed.problems.push_back("entries of more than 1 MiB are cut off: " + std::to_string(count) + ", such as \"" +
                            example + "\"");
}

std::expected<Feed, std::string> read_document(const std::string& text, const std::string& url) {
  const std::size_t begin = text.find_first_not_of(" \t\r\n");
  if (begin == text.npos) return std::unexpected("it is empty");
  return text[begin] == '{' ? read_json_feed(text, url) : read_xml_feed(text, url);
}

}  // namespace

std::expected<Feed, std::string> read_feed(std::string_view document, std::string_view content_type,
                                           const std::string& url) {
  static const bool initialised = (xmlInitParser(), true);  // before several threads use it
  static_cast<void>(initialised);
  auto feed = read_document(to_utf8(document, content_type), url);
  if (feed) settle_entries(*feed);
  return feed;
}

}  // namespace n3::feeds
