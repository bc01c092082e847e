#include "sources/html_fragment.hpp"

#include <limits>

#include <libxml/HTMLparser.h>

#include "sources/article.hpp"
#include "sources/html_repair.hpp"
#include "sources/html_to_text.hpp"
#include "sources/html_sanitizer.hpp"
#include "sources/link.hpp"
#include "sources/quiet_xml.hpp"

namespace n3::feeds {

void HtmlFragment::Free::operator()(_xmlDoc* document) const { xmlFreeDoc(document); }

HtmlFragment::HtmlFragment(std::string html) {
  std::erase(html, '\0');  // ends a text to libxml2
  html = repaired_html(html);
  if (html.empty() || html.size() > std::numeric_limits<int>::max()) return;
  constexpr int options = HTML_PARSE_RECOVER | HTML_PARSE_NOERROR | HTML_PARSE_NOWARNING | HTML_PARSE_NONET |
                          HTML_PARSE_NODEFDTD | HTML_PARSE_IGNORE_ENC;
  const QuietXml quiet;
  document_.reset(htmlReadMemory(html.data(), static_cast<int>(html.size()), nullptr, "UTF-8", options));
}

std::string HtmlFragment::to_html(const std::string& base) const {
  std::string html;
  if (const xmlNode* root = document_ ? xmlDocGetRootElement(document_.get()) : nullptr)
    write_sanitized(root, base, html);
  return html;
}

std::string HtmlFragment::take_article(const std::string& url) {
  xmlNode* root = document_ ? xmlDocGetRootElement(document_.get()) : nullptr;
  const xmlNode* article = root ? find_article(root) : nullptr;
  if (!article) return {};
  const std::string base = base_of_page(root);
  std::string html;
  write_sanitized(article, base.empty() ? url : absolute(base, url), html);
  return html;
}

std::string HtmlFragment::to_words() const {
  const xmlNode* root = document_ ? xmlDocGetRootElement(document_.get()) : nullptr;
  return root ? html_to_words(root) : std::string();
}

std::string HtmlFragment::to_text(const std::string& base) const {
  const xmlNode* root = document_ ? xmlDocGetRootElement(document_.get()) : nullptr;
  return root ? html_to_text(root, base) : std::string();
}

}  // namespace n3::feeds
