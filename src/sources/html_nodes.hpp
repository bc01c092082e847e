#pragma once

#include <string>
#include <string_view>

#include <libxml/tree.h>

/// libxml2's trees of HTML, in the words of C++.
namespace n3::feeds {

/// Trees that are deeper are cut off, so that walking them by recursion is safe.
inline constexpr int deepest = 200;

bool is_text(const xmlNode* node);
std::string_view content_of(const xmlNode* text);
std::string_view tag_name(const xmlNode* element);
std::string_view name_of(const xmlAttr* attribute);
std::string value_of(const xmlAttr* attribute);
std::string attribute_of(const xmlNode* element, std::string_view name);  ///< Empty where there is none.
std::string xml_base(const xmlNode* element);                             ///< The same of xml:base.

}  // namespace n3::feeds
