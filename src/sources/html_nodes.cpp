#include "sources/html_nodes.hpp"

#include "base/ascii.hpp"

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

std::string xml_base(const xmlNode* element) {
  for (const xmlAttr* attribute = element->properties; attribute; attribute = attribute->next)
    if (attribute->ns && view(attribute->ns->prefix) == "xml" && name_of(attribute) == "base")
      return value_of(attribute);
  return {};
}

}  // namespace n3::feeds
