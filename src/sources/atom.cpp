#include <string>
#include <utility>

#include "base/ascii.hpp"
#include "mime/parse_date.hpp"
#include "sources/feed_readers.hpp"
#include "sources/feed_revision.hpp"
#include "sources/feed_text.hpp"
#include "sources/link.hpp"

namespace n3::feeds {
namespace {

// Whether it is Atom's, on its own or within RSS.
bool is_atom(Element element, std::string_view name) {
  return element.is(Vocabulary::feed, name) || element.is(Vocabulary::atom, name);
}

// What a text construct holds. RFC 4287 section 3.1; Atom 0.3 has media types, and a mode.
enum class Form { text, html, elements, other };

Form form_of(Element element) {
  const std::string type = ascii::lowercase(element.attribute("type"));
  if (element.attribute("mode") == "base64") return Form::other;
  if (type == "xhtml" || type == "application/xhtml+xml") return Form::elements;
  if (element.has_children()) return Form::elements;
  if (type == "html" || type == "text/html") return Form::html;
  if (type.empty() || type == "text" || type.starts_with("text/")) return Form::text;
  return Form::other;
}

std::string html_of(Element element) {
  switch (form_of(element)) {
    case Form::text: return text_to_html(element.text());
    case Form::html: return element.text();
    case Form::elements: return element.markup();
    case Form::other: return {};
  }
  return {};
}

std::string line_of(Element element) {
  switch (form_of(element)) {
    case Form::text:
    case Form::elements: return one_line(element.text());
    case Form::html: return plain_line(element.text());
    case Form::other: return {};
  }
  return {};
}

std::string name_of(Element person) {
  for (const Element child : person.children())
    if (is_atom(child, "name")) return person_name(child.text());
  return person.has_children() ? std::string() : person_name(person.text());
}

void read_link(Element link, const std::string& base, Entry& entry) {
  const std::string relation = ascii::lowercase(link.attribute("rel"));
  const std::string url = absolute(link.attribute("href"), link.base(base));
  if (url.empty()) return;
  if (relation == "enclosure") {
    entry.enclosures.push_back({.url = url,
                                .type = link.attribute("type"),
                                .title = one_line(link.attribute("title")),
                                .octets = link.attribute("length")});
  } else if ((relation.empty() || relation == "alternate") && entry.link.empty()) {
    entry.link = url;
  }
}

void read_category(Element category, Entry& entry) {
  std::string name = category.attribute("label");
  if (name.empty()) name = category.attribute("term");
  if (name.empty()) name = category.text();
  if (!name.empty()) entry.categories.push_back(one_line(name));
}

// Content comes before a summary, whichever stands first.
void read_content(Element content, const std::string& base, Entry& entry) {
  if (std::string html = html_of(content); !html.empty()) {
    entry.html = std::move(html);
    entry.base = content.base(base);
  } else if (entry.link.empty()) {
    entry.link = absolute(content.attribute("src"), content.base(base));
  }
}

Entry read_entry(Element element, const std::string& outer_base) {
  const std::string base = element.base(outer_base);
  Entry entry{.revision = revision_of(element), .base = base};
  Entry media;
  Entry summary;
  Entry source;
  for (const Element child : element.children()) {
    if (child.is("summary")) {
      read_content(child, base, summary);
    } else if (child.is("source")) {
      for (const Element part : child.children())
        if (is_atom(part, "author")) read_atom_element(part, base, source);
    } else if (child.vocabulary() == Vocabulary::media) {
      read_media(child, media);
    } else if (child.vocabulary() == Vocabulary::thread) {
      read_thread(child, base, entry);
    } else if (child.is(Vocabulary::dublin_core, "creator")) {
      add_name(entry.author, person_name(child.text()));
    } else if (child.is(Vocabulary::dublin_core, "subject")) {
      entry.categories.push_back(plain_line(child.text()));
    } else {
      read_atom_element(child, base, entry);
    }
  }
  if (entry.link.empty() && entry.id.starts_with("http")) entry.link = entry.id;
  if (entry.title.empty()) entry.title = media.title;
  if (entry.author.empty()) entry.author = source.author;
  if (entry.html.empty() && !summary.html.empty()) {
    entry.html = std::move(summary.html);
    entry.base = std::move(summary.base);
  }
  if (entry.html.empty()) entry.html = std::move(media.html);
  if (entry.enclosures.empty()) {
    entry.enclosures = std::move(media.enclosures);
    for (Enclosure& enclosure : entry.enclosures) enclosure.url = absolute(enclosure.url, base);
  }
  return entry;
}

}  // namespace

void read_atom_element(Element element, const std::string& base, Entry& entry) {
  if (is_atom(element, "id")) {
    if (entry.id.empty()) entry.id = element.text();
  } else if (is_atom(element, "title")) {
    if (entry.title.empty()) entry.title = line_of(element);
  } else if (is_atom(element, "link")) {
    read_link(element, base, entry);
  } else if (is_atom(element, "author")) {
    add_name(entry.author, name_of(element));
  } else if (is_atom(element, "published") || is_atom(element, "issued") || is_atom(element, "created")) {
    if (!entry.published) entry.published = mime::parse_date(element.text());
  } else if (is_atom(element, "updated") || is_atom(element, "modified")) {
    if (!entry.updated) entry.updated = mime::parse_date(element.text());
  } else if (is_atom(element, "category")) {
    read_category(element, entry);
  } else if (is_atom(element, "content")) {
    read_content(element, base, entry);
  }
}

Feed read_atom(Element root, const std::string& url) {
  Feed feed{.ids_are_unique = true};
  const std::string base = root.base(url);
  if (root.is("entry")) {
    if (root.is_whole()) feed.entries.push_back(read_entry(root, url));
    for (Entry& entry : feed.entries) settle_base(entry, url);
    return feed;
  }
  Entry about;  // what feeds have in common with entries
  for (const Element child : root.children()) {
    if (is_atom(child, "entry")) {
      if (child.is_whole()) add_entry(feed, [&] { return read_entry(child, base); });
    } else {
      read_atom_element(child, base, about);
    }
  }
  feed.title = about.title;
  feed.link = about.link;
  for (Entry& entry : feed.entries) {
    if (entry.author.empty()) entry.author = about.author;
    settle_base(entry, url);
  }
  return feed;
}

}  // namespace n3::feeds
