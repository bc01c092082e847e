#include "sources/feed_message.hpp"

#include <algorithm>
#include <string_view>
#include <vector>

#include "base/ascii.hpp"
#include "base/digest.hpp"
#include "http/url.hpp"
#include "sources/feed_template.hpp"
#include "sources/feed_text.hpp"
#include "sources/html_fragment.hpp"
#include "sources/image_tags.hpp"
#include "sources/link.hpp"

namespace n3::feeds {
namespace {

constexpr std::size_t longest_title = 250;   // characters
constexpr std::size_t longest_made_up = 60;  // of a title made of the first words
constexpr std::size_t longest_name = 100;
constexpr std::size_t longest_link = 800;  // octets, in a header
constexpr std::size_t longest_host = 60;
constexpr std::size_t most_categories = 20;
constexpr const char* cut_off_note = "[It goes on: this is as much of it as a message can hold.]";

// The host of a URL as labels of letters, digits and hyphens, without "www."; empty where there is none.
std::string host_of(std::string_view url) {
  std::string host;
  for (const char c : http::UrlParts::of(url).host.substr(0, longest_host)) {
    if (ascii::is_alnum(c) || c == '-') host += ascii::lower(c);
    if (c == '.' && !host.empty() && host.back() != '.') host += '.';
  }
  if (host.starts_with("www.")) host.erase(0, 4);
  while (host.ends_with('.')) host.pop_back();
  return host;
}

std::string usual_name(const Feed& feed, const Entry& entry, const Sender& sender) {
  std::string title = shortened(feed.title, longest_name);
  const std::string author = shortened(entry.author, longest_name);
  if (author.empty() && title.empty()) return sender.address.substr(0, sender.address.find('@'));
  if (author.empty() || ascii::same(author, title)) return title;
  return title.empty() ? author : author + " via " + title;
}

// "audio/mpeg, 24500000 octets", as far as it is known
std::string about(const Enclosure& enclosure) {
  std::string type = one_line(enclosure.type);
  const std::string octets = one_line(enclosure.octets);
  const bool size = !octets.empty() && octets != "0" && std::ranges::all_of(octets, ascii::is_digit);
  if (!size) return type;
  return (type.empty() ? "" : type + ", ") + octets + " octets";
}

std::string html_link(const std::string& url, const std::string& text) {
  if (url.empty() || runs_script(url)) return escaped_html(text);
  return "<a href=\"" + escaped_html(url) + "\">" + escaped_html(text) + "</a>";
}

std::string html_of(const Entry& entry, const std::string& title, const std::string& content) {
  std::string html;
  if (!title.empty()) html += "<h2>" + html_link(entry.link, title) + "</h2>\n";
  html += "<div>" + content + "</div>\n";
  if (entry.cut_off) html += std::string("<p>") + cut_off_note + "</p>\n";
  for (const Enclosure& enclosure : entry.enclosures) {
    const std::string description = about(enclosure);
    html += "<p>" + html_link(enclosure.url, enclosure.title.empty() ? enclosure.url : enclosure.title);
    html += (description.empty() ? "" : " (" + escaped_html(description) + ")") + "</p>\n";
  }
  if (!entry.link.empty()) html += "<p>" + html_link(entry.link, entry.link) + "</p>\n";
  return html;
}

std::string text_of(const Entry& entry, const std::string& title, const std::string& content) {
  std::string text = content.empty() ? title : content;
  if (entry.cut_off) text += std::string("\n\n") + cut_off_note;
  for (const Enclosure& enclosure : entry.enclosures) {
    const std::string description = about(enclosure);
    text += "\n\n" + one_line(enclosure.url) + (description.empty() ? "" : " (" + description + ")");
  }
  if (!entry.link.empty()) text += "\n\n" + one_line(entry.link);
  return text + "\n";
}

// For an entry without a title: its first words.
std::string made_up_title(const Entry& entry, const HtmlFragment& content) {
  const std::string words = shortened(one_line(content.to_words()), longest_made_up);
  return words.empty() ? shortened(one_line(entry.link), longest_title) : words;
}

TemplateValues values_of(const Feed& feed, const Entry& entry, const HtmlFragment& content) {
  const std::string title = shortened(entry.title, longest_title);
  return {.title = title.empty() ? made_up_title(entry, content) : title,
          .author = shortened(entry.author, longest_name),
          .feed = shortened(feed.title, longest_name)};
}

// Some feeds say the same as categories and as Dublin Core's subjects.
void add_keywords(const Entry& entry, Message& message) {
  const std::vector<std::string>& keywords = message.fields().keywords;
  for (const std::string& category : entry.categories) {
    if (keywords.size() == most_categories) return;
    const std::string keyword = shortened(one_line(category), longest_name);
    if (std::ranges::find(keywords, keyword) == keywords.end()) message.keyword(keyword);
  }
}

}  // namespace

Sender Sender::of(const Feed& feed, const std::string& url) {
  const std::string host = host_of(url).empty() ? host_of(feed.link) : host_of(url);
  const std::string name = host.empty() ? "feed" : host;
  return {.address = name + "@n3.invalid",
          .list_id = name + "." + sha256_hex(http::without_user(url)).substr(0, 8) + ".n3.invalid"};
}

Message to_message(const Feed& feed, const Entry& entry, const Sender& sender, const FeedOptions& options) {
  const HtmlFragment content(entry.html);
  const std::string title = shortened(entry.title, longest_title);
  const std::string html = content.to_html(entry.base);
  const TemplateValues values = values_of(feed, entry, content);
  const std::string from = one_line(filled(options.from, values));
  Message message;
  message.from(from.empty() ? usual_name(feed, entry, sender) : from, sender.address)
      .subject(one_line(filled(options.subject, values)))
      .text(text_of(entry, title, content.to_text(entry.base)))
      .html(html_of(entry, title, options.images == Images::drop ? without_images(html) : html))
      .list_id(values.feed, sender.list_id);
  if (entry.published || entry.updated) message.date(entry.published ? *entry.published : *entry.updated);
  const std::string link = ascii_link(entry.link);
  if (!link.empty() && link.size() <= longest_link) message.header("Archived-At", "<" + link + ">");
  add_keywords(entry, message);
  return message;
}

}  // namespace n3::feeds
