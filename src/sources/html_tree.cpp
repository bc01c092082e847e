#include "sources/html_tree.hpp"

#include <algorithm>
#include <limits>

#include <libxml/HTMLparser.h>

#include "base/ascii.hpp"
#include "sources/html_text.hpp"
#include "sources/html_writer.hpp"

namespace n3::feeds {
namespace {

std::string_view view(const xmlChar* text) { return text ? reinterpret_cast<const char*>(text) : ""; }

}  // namespace

bool is_text(const xmlNode* node) { return node->type == XML_TEXT_NODE || node->type == XML_CDATA_SECTION_NODE; }

std::string_view content_of(const xmlNode* text) { return view(text->content); }

std::string_view tag_name(const xmlNode* element) { return view(element->name); }

std::string_view name_of(const xmlAttr* attribute) { return view(attribute->name); }

std::string value_of(const xmlAttr* attribute) {
  std::string value;
  for (const xmlNode* part = attribute->children; part; part = part->next) value += content_of(part);
  return value;
}

std::string attribute_of(const xmlNode* element, std::string_view name) {
  for (const xmlAttr* attribute = element->properties; attribute; attribute = attribute->next)
    if (ascii::same(name_of(attribute), name)) return value_of(attribute);
  return {};
}

bool runs_script(std::string_view address) {
  std::string scheme;
  for (const char c : address.substr(0, address.find(':')))
    if (!ascii::is_control(c) && c != ' ') scheme += ascii::lower(c);
  return scheme == "javascript" || scheme == "vbscript";
}

HtmlFragment::HtmlFragment(std::string html) {
  std::erase(html, '\0');   // ends a text to libxml2
  if (html.empty() || html.size() > std::numeric_limits<int>::max()) return;
  constexpr int options = HTML_PARSE_RECOVER | HTML_PARSE_NOERROR | HTML_PARSE_NOWARNING | HTML_PARSE_NONET |
                          HTML_PARSE_NODEFDTD | HTML_PARSE_IGNORE_ENC;
  document_.reset(htmlReadMemory(html.data(), static_cast<int>(html.size()), nullptr, "UTF-8", options));
}

std::string HtmlFragment::to_html(const std::string& base) const {
  std::string html;
  if (const xmlNode* root = document_ ? xmlDocGetRootElement(document_.get()) : nullptr) write_html(root, base, html);
  return html;
}

std::string HtmlFragment::to_text(const std::string& base) const {
  const xmlNode* root = document_ ? xmlDocGetRootElement(document_.get()) : nullptr;
  return root ? html_text(root, base) : std::string();
}

}  // namespace n3::feeds
