#include <optional>
#include <string>
#include <type_traits>
#include <utility>

#include "mime/parse_date.hpp"
#include "sources/feed_readers.hpp"
#include "sources/feed_revision.hpp"
#include "sources/feed_text.hpp"
#include "sources/link.hpp"

namespace n3::feeds {
namespace {

struct Content {
  std::string html{};
  std::string base{};

  bool empty() const { return html.empty(); }
};

// The forms in which an item may have its content, the best last.
struct Contents {
  Content summary, description, full;

  Content& best() { return !full.empty() ? full : !description.empty() ? description : summary; }
};

template <class Value>
void set_first(Value& value, std::type_identity_t<Value> candidate) {
  if (value.empty()) value = std::move(candidate);
}

template <class Value>
void set_first(std::optional<Value>& value, std::optional<Value> candidate) {
  if (!value) value = candidate;
}

// Descriptions are HTML by custom, plain text by the looks of some, and elements where somebody forgot to escape them.
std::string html_of(Element element) {
  if (element.has_children()) return element.markup();
  const std::string text = element.text();
  return looks_like_html(text) ? text : text_to_html(text);
}

class ItemReader {
 public:
  explicit ItemReader(const std::string& base) { entry_.base = base; }

  Entry read(Element item) {
    const std::string base = item.base(entry_.base);
    entry_.base = base;
    entry_.revision = revision_of(item);
    for (const Element child : item.children()) {
      switch (child.vocabulary()) {
        case Vocabulary::feed: read_core(child); break;
        case Vocabulary::content:
          contents_.full = {child.has_children() ? child.markup() : child.text(), child.base(base)};
          break;
        case Vocabulary::xhtml: set_first(contents_.full, {child.markup(), child.base(base)}); break;
        case Vocabulary::dublin_core: read_dublin_core(child); break;
        case Vocabulary::itunes: read_itunes(child); break;
        case Vocabulary::atom: read_atom_element(child, base, entry_); break;
        case Vocabulary::media: read_media(child, media_); break;
        case Vocabulary::thread: read_thread(child, base, entry_); break;
        case Vocabulary::unknown: break;
      }
    }
    finish(item, base);
    return std::move(entry_);
  }

 private:
  void read_core(Element child) {
    if (child.is("title")) {
      set_first(entry_.title, plain_line(child.text()));
    } else if (child.is("link")) {
      set_first(entry_.link, child.text().empty() ? child.attribute("href") : child.text());
    } else if (child.is("guid")) {
      set_first(entry_.id, child.text());
      guid_is_link_ = !child.attribute("isPermaLink").starts_with('f');
    } else if (child.is("description")) {
      set_first(contents_.description, {html_of(child), child.base(entry_.base)});
    } else if (child.is("author")) {
      add_name(entry_.author, person_name(child.text()));
    } else if (child.is("pubDate")) {
      set_first(entry_.published, mime::parse_date(child.text()));
    } else if (child.is("category")) {
      entry_.categories.push_back(plain_line(child.text()));
    } else if (child.is("enclosure")) {
      entry_.enclosures.push_back(
          {.url = child.attribute("url"), .type = child.attribute("type"), .octets = child.attribute("length")});
    }
  }

  void read_dublin_core(Element child) {
    const auto is = [&](std::string_view name) { return child.is(Vocabulary::dublin_core, name); };
    if (is("creator")) {
      add_name(entry_.author, person_name(child.text()));
    } else if (is("date") || is("issued") || is("created") || is("available")) {
      set_first(date_, mime::parse_date(child.text()));
    } else if (is("modified")) {
      set_first(entry_.updated, mime::parse_date(child.text()));
    } else if (is("subject")) {
      entry_.categories.push_back(plain_line(child.text()));
    } else if (is("title")) {
      set_first(other_title_, plain_line(child.text()));
    }
  }

  void read_itunes(Element child) {
    if (child.is(Vocabulary::itunes, "author")) set_first(other_author_, person_name(child.text()));
    if (child.is(Vocabulary::itunes, "summary"))
      set_first(contents_.summary, {html_of(child), child.base(entry_.base)});
  }

  void finish(Element item, const std::string& base) {
    set_first(entry_.published, date_);
    set_first(entry_.author, other_author_);
    set_first(entry_.title, other_title_);
    set_first(entry_.title, media_.title);
    if (Content& best = contents_.best(); entry_.html.empty() && !best.empty()) {
      entry_.html = std::move(best.html);
      entry_.base = std::move(best.base);
    }
    set_first(entry_.html, media_.html);
    if (entry_.enclosures.empty()) entry_.enclosures = std::move(media_.enclosures);
    set_first(entry_.id, item.attribute("about"));  // rdf:about
    if (entry_.link.empty() && guid_is_link_ && entry_.id.starts_with("http")) entry_.link = entry_.id;
    entry_.link = absolute(entry_.link, base);
    for (Enclosure& enclosure : entry_.enclosures) enclosure.url = absolute(enclosure.url, base);
    std::erase_if(entry_.enclosures, [](const Enclosure& enclosure) { return enclosure.url.empty(); });
  }

  Entry entry_;
  Entry media_;  // what Media RSS says, for want of anything else
  Contents contents_;
  std::optional<std::chrono::sys_seconds> date_;
  std::string other_title_;
  std::string other_author_;
  bool guid_is_link_ = true;
};

void read_channel(Element channel, const std::string& base, Feed& feed) {
  for (const Element child : channel.children()) {
    if (child.is("title")) set_first(feed.title, plain_line(child.text()));
    if (child.is("link")) set_first(feed.link, absolute(child.text(), base));
    if (child.is("item") && child.is_whole()) add_entry(feed, [&] { return ItemReader(base).read(child); });
  }
}

}  // namespace

Feed read_rss(Element root, const std::string& url) {
  Feed feed;
  const std::string base = root.base(url);
  read_channel(root, base, feed);  // it is one itself, or RSS 1.0, which has the items here
  for (const Element child : root.children())
    if (child.is("channel")) read_channel(child, child.base(base), feed);
  for (Entry& entry : feed.entries) settle_base(entry, url);
  return feed;
}

}  // namespace n3::feeds
