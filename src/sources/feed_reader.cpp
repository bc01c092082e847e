#include "sources/feed_reader.hpp"

#include <libxml/parser.h>

#include "sources/charset.hpp"
#include "sources/feed_readers.hpp"
#include "sources/xml_repair.hpp"

namespace n3::feeds {
namespace {

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

}  // namespace

std::expected<Feed, std::string> read_feed(std::string_view document, std::string_view content_type,
                                           const std::string& url) {
  static const bool initialised = (xmlInitParser(), true);  // before several threads use it
  static_cast<void>(initialised);
  const std::string text = to_utf8(document, content_type);
  const std::size_t begin = text.find_first_not_of(" \t\r\n");
  if (begin == text.npos) return std::unexpected("it is empty");
  return text[begin] == '{' ? read_json_feed(text, url) : read_xml_feed(text, url);
}

}  // namespace n3::feeds
