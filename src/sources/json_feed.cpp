#include <charconv>
#include <optional>
#include <string>
#include <string_view>
#include <utility>

#include <boost/json.hpp>

#include "mime/parse_date.hpp"
#include "sources/feed_readers.hpp"
#include "sources/feed_revision.hpp"
#include "sources/feed_text.hpp"
#include "sources/link.hpp"

/// JSON Feed 1.0 and 1.1. What has not the type that it should have is taken for absent.
namespace n3::feeds {
namespace {

namespace json = boost::json;

// The code unit that "\\uD83D" at the beginning of `text` stands for, where it is that.
std::optional<unsigned> code_unit(std::string_view text) {
  constexpr std::size_t digits = 4;
  unsigned unit = 0;
  if (!text.starts_with("\\u") || text.size() < 2 + digits) return std::nullopt;
  const auto [end, error] = std::from_chars(text.data() + 2, text.data() + 2 + digits, unit, 16);
  return end == text.data() + 2 + digits ? std::optional(unit) : std::nullopt;
}

// Who cuts text in the middle of a character writes half a surrogate pair, which parsers refuse with the whole
// document.
std::string without_lone_surrogates(std::string_view text) {
  constexpr std::size_t escape = 6;
  const auto is_high = [](unsigned unit) { return unit >= 0xd800 && unit < 0xdc00; };
  const auto is_low = [](unsigned unit) { return unit >= 0xdc00 && unit < 0xe000; };
  std::string mended;
  for (std::size_t at = text.find('\\'); at != text.npos; at = text.find('\\')) {
    mended += text.substr(0, at);
    text.remove_prefix(at);
    const unsigned unit = code_unit(text).value_or(0);
    const bool pair = is_high(unit) && is_low(code_unit(text.substr(escape)).value_or(0));
    const bool alone = !pair && (is_high(unit) || is_low(unit));
    const std::string_view one = text.substr(0, pair ? 2 * escape : alone ? escape : 2);
    mended += alone ? "\\uFFFD" : one;
    text.remove_prefix(one.size());
  }
  return mended += text;
}

std::string string_of(const json::object& object, std::string_view name) {
  const json::value* value = object.if_contains(name);
  if (!value) return {};
  if (const json::string* text = value->if_string()) return std::string(*text);
  return value->is_number() ? json::serialize(*value) : std::string();  // some have numbers for ids
}

// Calls `take` for each object in a list.
template <class Take>
void for_each(const json::object& object, std::string_view name, Take take) {
  const json::value* value = object.if_contains(name);
  const json::array* list = value ? value->if_array() : nullptr;
  if (!list) return;
  for (const json::value& element : *list)
    if (const json::object* one = element.if_object()) take(*one);
}

// 1.1 has authors, 1.0 has one author.
std::string authors_of(const json::object& object) {
  std::string names;
  for_each(object, "authors",
           [&](const json::object& author) { add_name(names, person_name(string_of(author, "name"))); });
  const json::value* author = object.if_contains("author");
  if (names.empty() && author && author->is_object())
    add_name(names, person_name(string_of(author->get_object(), "name")));
  return names;
}

std::string html_of(const json::object& item) {
  if (std::string html = string_of(item, "content_html"); !html.empty()) return html;
  if (const std::string text = string_of(item, "content_text"); !text.empty()) return text_to_html(text);
  const std::string summary = text_to_html(string_of(item, "summary"));
  const std::string image = string_of(item, "image");
  return image.empty() ? summary : summary + "<p><img src=\"" + escaped_html(image) + "\"></p>";
}

void read_tags(const json::object& item, Entry& entry) {
  const json::value* tags = item.if_contains("tags");
  if (!tags || !tags->is_array()) return;
  for (const json::value& tag : tags->get_array())
    if (const json::string* text = tag.if_string()) entry.categories.push_back(one_line(*text));
}

std::string revision_of(const json::object& item) {
  Revision revision;
  for (const char* name : {"title", "url", "external_url", "content_html", "content_text", "summary", "image"})
    revision.add(name, string_of(item, name));
  for_each(item, "authors", [&](const json::object& author) { revision.add("author", string_of(author, "name")); });
  return revision.hex();
}

Entry read_item(const json::object& item, const std::string& url) {
  Entry entry{.revision = revision_of(item),
              .id = string_of(item, "id"),
              .link = absolute(string_of(item, "url"), url),
              .title = one_line(string_of(item, "title")),
              .author = authors_of(item),
              .published = mime::parse_date(string_of(item, "date_published")),
              .updated = mime::parse_date(string_of(item, "date_modified")),
              .html = html_of(item),
              .base = url};
  if (entry.link.empty()) entry.link = absolute(string_of(item, "external_url"), url);
  settle_base(entry, url);
  read_tags(item, entry);
  for_each(item, "attachments", [&](const json::object& attachment) {
    std::string address = absolute(string_of(attachment, "url"), url);
    if (!address.empty())
      entry.enclosures.push_back({.url = std::move(address),
                                  .type = one_line(string_of(attachment, "mime_type")),
                                  .title = one_line(string_of(attachment, "title")),
                                  .octets = string_of(attachment, "size_in_bytes")});
  });
  return entry;
}

}  // namespace

std::expected<Feed, std::string> read_json_feed(const std::string& document, const std::string& url) {
  json::error_code error;
  const json::value value =
      json::parse(without_lone_surrogates(document), error, json::make_shared_resource<json::monotonic_resource>());
  if (error) return std::unexpected("it begins like JSON, but: " + error.message());
  const json::object* root = value.if_object();
  if (!root || !root->contains("items")) return std::unexpected("it is JSON, but no JSON Feed: it has no items");
  Feed feed{.title = one_line(string_of(*root, "title")), .link = absolute(string_of(*root, "home_page_url"), url)};
  const std::string authors = authors_of(*root);
  for_each(*root, "items", [&](const json::object& item) {
    add_entry(feed, [&] { return read_item(item, url); });
    if (feed.entries.back().author.empty()) feed.entries.back().author = authors;
  });
  return feed;
}

}  // namespace n3::feeds
