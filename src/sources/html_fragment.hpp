#pragma once

#include <memory>
#include <string>

struct _xmlDoc;  // libxml2's  NOLINT(bugprone-reserved-identifier)

namespace n3::feeds {

/// A piece of HTML, parsed as forgivingly as browsers do.
class HtmlFragment {
 public:
  explicit HtmlFragment(std::string html);  ///< UTF-8.

  /// Well-formed HTML for a mail client; see write_sanitized. Links are relative to `base`, and become absolute.
  std::string to_html(const std::string& base) const;

  /// The same of the article alone, where it is a whole page; see find_article. Empty where none is found. `url` is the
  /// page's. What is not the article's is taken out of the tree.
  std::string take_article(const std::string& url);

  /// The text alone, without numbers of links.
  std::string to_words() const;

  /// Plain text; see html_to_text.
  std::string to_text(const std::string& base) const;

 private:
  struct Free {
    void operator()(_xmlDoc* document) const;
  };
  std::unique_ptr<_xmlDoc, Free> document_;  // null where there is nothing
};

}  // namespace n3::feeds
