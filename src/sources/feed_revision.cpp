#include "sources/feed_revision.hpp"

#include <algorithm>

#include "base/ascii.hpp"

namespace n3::feeds {
namespace {

// In whatever vocabulary: content:encoded, dc:creator, itunes:summary, media:description, xhtml:body.
constexpr std::string_view said[] = {"title", "link", "description", "summary", "content",
                                     "body",  "div",  "encoded",     "author",  "creator"};

bool is_alternate(Element link) {
  const std::string relation = ascii::lowercase(link.attribute("rel"));
  return relation.empty() || relation == "alternate";
}

// The links of markup that nobody has escaped.
void add_links(Element element, Revision& revision) {
  for (const char* name : {"href", "src"}) revision.add(name, element.attribute(name));
  for (const Element child : element.children()) add_links(child, revision);
}

void add_words(Element parent, Revision& revision) {
  for (const Element child : parent.children()) {
    const std::string name = ascii::lowercase(child.name());
    if (name == "group") add_words(child, revision);
    if (std::ranges::find(said, name) == std::end(said) || (name == "link" && !is_alternate(child))) continue;
    revision.add(name, child.text());
    add_links(child, revision);
  }
}

}  // namespace

// Framed by its length, so that no two entries read the same. What is empty says as little as what is absent.
void Revision::add(std::string_view name, std::string_view value) {
  if (value.empty()) return;
  sha256_.add(std::string(name) + ":");
  sha256_.add_framed(value);
}

std::string revision_of(Element entry) {
  Revision revision;
  add_words(entry, revision);
  return revision.hex();
}

}  // namespace n3::feeds
