#pragma once

#include <cstddef>
#include <expected>
#include <string>
#include <string_view>

#include "sources/feed_document.hpp"
#include "sources/xml_reader.hpp"

namespace n3::feeds {

// The kinds of feeds, for read_feed. The roots are those of RSS 0.9x and 2.0 (rss, or a channel on its own) and of RSS
// 0.90 and 1.0 (RDF); of Atom 0.3 and 1.0 (feed, or an entry on its own).
Feed read_rss(Element root, const std::string& url);
Feed read_atom(Element root, const std::string& url);
std::expected<Feed, std::string> read_json_feed(const std::string& document, const std::string& url);

/// As many entries of a document are read, the first ones: feeds have the newest on top.
constexpr std::size_t most_entries = 100'000;

/// Adds what `read` returns to the entries, as long as there is room.
template <class Read>
void add_entry(Feed& feed, Read read) {
  if (feed.entries.size() < most_entries)
    feed.entries.push_back(read());
  else
    ++feed.left_out;
}

/// Media RSS: what there is to show of an entry that says nothing else, and its files. Goes into groups.
void read_media(Element element, Entry& entry);

/// What the entry answers. RFC 4685, which may stand in RSS as well.
void read_thread(Element element, const std::string& base, Entry& entry);

/// Links in an entry's content are relative to what xml:base says; where it says nothing, and so `entry.base` is the
/// document's `url`, to the page that the entry is about.
inline void settle_base(Entry& entry, const std::string& url) {
  if (entry.base == url && entry.link.starts_with("http")) entry.base = entry.link;
}

/// Fills in an entry what an element in Atom's vocabulary says of it.
void read_atom_element(Element element, const std::string& base, Entry& entry);

/// "Ann Ö", of all the forms in which feeds name people: "ann@example.org (Ann Ö)", "Ann Ö <ann@example.org>".
std::string person_name(std::string_view text);

/// Adds a name to those there are, unless it is the first or the last of them: feeds that name a person twice do it so.
void add_name(std::string& names, const std::string& name);

}  // namespace n3::feeds
