#include "sources/xml_reader.hpp"

#include <algorithm>
#include <limits>
#include <new>
#include <optional>
#include <utility>

#include <libxml/parser.h>

#include "base/ascii.hpp"
#include "sources/feed_text.hpp"
#include "sources/html_sanitizer.hpp"
#include "sources/link.hpp"
#include "sources/quiet_xml.hpp"

namespace n3::feeds {
namespace {

using Name = std::pair<std::string_view, Vocabulary>;

// In lower case and without a "/" at the end, since people vary both.
constexpr Name namespaces[] = {{"http://purl.org/rss/1.0", Vocabulary::feed},
                               {"http://my.netscape.com/rdf/simple/0.9", Vocabulary::feed},
                               {"http://channel.netscape.com/rdf/simple/0.9", Vocabulary::feed},
                               {"http://backend.userland.com/rss2", Vocabulary::feed},
                               {"http://www.w3.org/2005/atom", Vocabulary::atom},
                               {"http://purl.org/atom/ns#", Vocabulary::atom},
                               {"http://purl.org/rss/1.0/modules/content", Vocabulary::content},
                               {"http://purl.org/dc/elements/1.1", Vocabulary::dublin_core},
                               {"http://purl.org/dc/elements/1.0", Vocabulary::dublin_core},
                               {"http://purl.org/dc/terms", Vocabulary::dublin_core},
                               {"http://www.itunes.com/dtds/podcast-1.0.dtd", Vocabulary::itunes},
                               {"http://search.yahoo.com/mrss", Vocabulary::media},
                               {"http://www.w3.org/1999/xhtml", Vocabulary::xhtml},
                               {"http://purl.org/syndication/thread/1.0", Vocabulary::thread}};

// For documents that forget to say what their prefixes mean.
constexpr Name prefixes[] = {{"atom", Vocabulary::atom},      {"content", Vocabulary::content},
                             {"dc", Vocabulary::dublin_core}, {"dcterms", Vocabulary::dublin_core},
                             {"itunes", Vocabulary::itunes},  {"media", Vocabulary::media},
                             {"xhtml", Vocabulary::xhtml},    {"thr", Vocabulary::thread}};

std::string_view view(const xmlChar* text) { return text ? reinterpret_cast<const char*>(text) : ""; }

struct Release {
  void operator()(xmlChar* text) const { xmlFree(text); }
};
struct FreeContext {
  void operator()(xmlParserCtxt* context) const { xmlFreeParserCtxt(context); }
};
using Owned = std::unique_ptr<xmlChar, Release>;

template <std::size_t size>
Vocabulary find(const Name (&names)[size], std::string_view name) {
  const auto* found = std::ranges::find(names, name, &Name::first);
  return found == std::end(names) ? Vocabulary::unknown : found->second;
}

bool same_namespace(const xmlNode* node, const xmlNode* other) {
  return other && other->ns && view(node->ns->href) == view(other->ns->href);
}

// Whether the root's end tag is nowhere, not even in the wrong place.
bool ends_early(const std::string& text, const xmlNode* root) {
  const std::string prefix = root->ns && root->ns->prefix ? std::string(view(root->ns->prefix)) + ":" : "";
  return !text.contains("</" + prefix + std::string(view(root->name)));
}

// Marks the elements that were open when the text ended, and a tag in the midst of which it did.
void mark_unfinished(const xmlParserCtxt& context, xmlNode* root) {
  for (int i = 0; i < context.nodeNr; ++i) context.nodeTab[i]->_private = root;
  while (root->last && root->last->type == XML_ELEMENT_NODE) root = root->last;
  if (!root->children) root->_private = root;
}

}  // namespace

std::string_view Element::name() const {
  const std::string_view name = view(node_->name);
  return name.substr(name.rfind(':') + 1);  // a prefix that was never declared is part of the name
}

Vocabulary Element::vocabulary() const {
  const std::string_view name = view(node_->name);
  if (!node_->ns) {
    const std::size_t colon = name.find(':');
    return colon == name.npos ? Vocabulary::feed : find(prefixes, ascii::lowercase(name.substr(0, colon)));
  }
  if (same_namespace(node_, xmlDocGetRootElement(node_->doc))) return Vocabulary::feed;
  std::string uri = ascii::lowercase(view(node_->ns->href));
  if (uri.ends_with('/')) uri.pop_back();
  return uri.empty() ? Vocabulary::feed : find(namespaces, uri);
}

bool Element::is(Vocabulary wanted, std::string_view wanted_name) const {
  return ascii::same(name(), wanted_name) && vocabulary() == wanted;
}

std::vector<Element> Element::children() const {
  std::vector<Element> children;
  for (const xmlNode* child = node_->children; child; child = child->next)
    if (child->type == XML_ELEMENT_NODE) children.emplace_back(child);
  return children;
}

bool Element::has_children() const { return !children().empty(); }

std::string Element::attribute(std::string_view wanted) const {
  for (const xmlAttr* attribute = node_->properties; attribute; attribute = attribute->next) {
    if (!ascii::same(view(attribute->name), wanted)) continue;
    const Owned value(xmlNodeListGetString(node_->doc, attribute->children, 1));
    return std::string(trimmed(view(value.get())));
  }
  return {};
}

std::string Element::text() const {
  const Owned text(xmlNodeGetContent(node_));
  return std::string(trimmed(view(text.get())));
}

std::string Element::markup() const {
  std::string html;
  for (const xmlNode* child = node_->children; child; child = child->next) write_sanitized(child, "", html);
  return html;
}

std::string Element::base(const std::string& outer) const {
  const Owned base(xmlGetNsProp(node_, reinterpret_cast<const xmlChar*>("base"), XML_XML_NAMESPACE));
  return base ? absolute(view(base.get()), outer) : outer;
}

bool Element::is_whole() const { return !node_->_private; }

std::expected<Document, std::string> Document::parse(const std::string& text) {
  if (text.size() > std::numeric_limits<int>::max()) return std::unexpected("it is too large");
  constexpr int options = XML_PARSE_RECOVER | XML_PARSE_NONET | XML_PARSE_NOERROR | XML_PARSE_NOWARNING |
                          XML_PARSE_NOCDATA | XML_PARSE_IGNORE_ENC;
  const QuietXml quiet;
  const std::unique_ptr<xmlParserCtxt, FreeContext> context(xmlNewParserCtxt());
  if (!context) throw std::bad_alloc();
  xmlDoc* tree =
      xmlCtxtReadMemory(context.get(), text.data(), static_cast<int>(text.size()), nullptr, "UTF-8", options);
  const char* message = context->wellFormed ? "" : context->lastError.message;
  Document document(tree, one_line(message ? message : "it is not well-formed"));
  xmlNode* root = tree ? xmlDocGetRootElement(tree) : nullptr;
  if (!root) return std::unexpected("there is no XML in it");
  document.cut_short_ = context->nodeNr > 0 && ends_early(text, root);
  if (document.cut_short_) mark_unfinished(*context, root);
  return document;
}

Element Document::root() const { return Element(xmlDocGetRootElement(document_.get())); }

}  // namespace n3::feeds
