#include "sources/feed_readers.hpp"
#include "sources/feed_text.hpp"

namespace n3::feeds {
namespace {

bool is(Element element, std::string_view name) { return element.is(Vocabulary::media, name); }

void read_content(Element content, Entry& entry) {
  const std::string url = content.attribute("url");
  const std::string type = content.attribute("type");
  const bool is_picture = content.attribute("medium") == "image" || type.starts_with("image/");
  if (url.empty()) return;
  if (is_picture) {
    entry.html += "<p><img src=\"" + escaped_html(url) + "\"></p>\n";
  } else {
    entry.enclosures.push_back({.url = url, .type = type, .octets = content.attribute("fileSize")});
  }
}

void read_description(Element description, Entry& entry) {
  const std::string text = description.text();
  const bool html = description.attribute("type") == "html" || looks_like_html(text);
  entry.html += html ? text : text_to_html(text);
}

}  // namespace

void read_media(Element element, Entry& entry) {
  if (is(element, "group") || is(element, "content"))
    for (const Element child : element.children())
      if (child.vocabulary() == Vocabulary::media) read_media(child, entry);
  if (is(element, "content")) read_content(element, entry);
  if (is(element, "title") && entry.title.empty()) entry.title = plain_line(element.text());
  if (is(element, "description")) read_description(element, entry);
  if (is(element, "thumbnail") && !entry.html.contains("<img"))
    entry.html += "<p><img src=\"" + escaped_html(element.attribute("url")) + "\"></p>\n";
}

}  // namespace n3::feeds
