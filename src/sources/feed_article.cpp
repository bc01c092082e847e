#include "sources/feed_article.hpp"

#include <algorithm>
#include <string>
#include <utility>

#include "mime/media_type.hpp"
#include "sources/charset.hpp"
#include "sources/html_fragment.hpp"

namespace n3::feeds {
namespace {

constexpr std::size_t longest_summary = 2000;  // octets of text: what has more is an article

bool is_page(const std::string& content_type) {
  const auto type = mime::parse_media_type(content_type);
  return type && (type->name == "text/html" || type->name == "application/xhtml+xml");
}

}  // namespace

Entry with_article(Entry entry, Files& files) {
  const std::size_t words = HtmlFragment(entry.html).to_words().size();
  if (!entry.has_page || words > longest_summary) return entry;
  const auto page = files.fetch(entry.link);
  if (!page || !is_page(page->content_type)) return entry;
  std::string article = HtmlFragment(to_utf8(page->body, page->content_type)).take_article(page->url);
  if (HtmlFragment(article).to_words().size() <= words) return entry;
  entry.html = std::move(article);
  entry.base = page->url;
  entry.cut_off = false;
  return entry;
}

}  // namespace n3::feeds
