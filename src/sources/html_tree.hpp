#pragma once

#include <memory>
#include <string>
#include <string_view>

#include <libxml/tree.h>

/// HTML as a tree of libxml2's nodes.
namespace n3::feeds {

/// Trees that are deeper are cut off, so that walking them by recursion is safe.
inline constexpr int deepest = 200;

bool is_text(const xmlNode* node);
std::string_view content_of(const xmlNode* text);
std::string_view tag_name(const xmlNode* element);
std::string_view name_of(const xmlAttr* attribute);
std::string value_of(const xmlAttr* attribute);
std::string attribute_of(const xmlNode* element, std::string_view name);   ///< Empty where there is none.

/// Whether a link is to run something ("javascript:...").
bool runs_script(std::string_view address);

/// A piece of HTML, parsed as forgivingly as browsers do.
class HtmlFragment {
 public:
  explicit HtmlFragment(std::string html);   ///< UTF-8.

  /// Well-formed HTML for a mail client; see write_html.
  std::string to_html(const std::string& base) const;

  /// Plain text. Links have numbers in brackets, and stand at the end with them.
  std::string to_text(const std::string& base) const;

 private:
  struct Free {
    void operator()(xmlDoc* document) const { xmlFreeDoc(document); }
  };
  std::unique_ptr<xmlDoc, Free> document_;   // null where there is nothing
};

}  // namespace n3::feeds
