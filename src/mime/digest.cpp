#include "mime/digest.hpp"

#include <algorithm>
#include <string_view>
#include <vector>

#include "mime/date.hpp"
#include "mime/escape.hpp"

namespace n3::mime {
namespace {

// RFC 5064: "<https://blog.example.org/1>".
std::string link_of(const Message::Fields& fields) {
  for (const auto& [name, value] : fields.headers)
    if (name == "Archived-At" && (value.starts_with("<http://") || value.starts_with("<https://")))
      return value.substr(1, value.find('>') - 1);
  return {};
}

// "25 Nov 2026" of "Wed, 25 Nov 2026 12:00:00 +0000"
std::string day_of(std::chrono::sys_seconds date) { return date_rfc5322(date).substr(5, 11); }

std::string title_of(const DigestEntry& entry) { return entry.title.empty() ? "Without a title" : entry.title; }

// "Ann via Planet Debian, 25 Nov 2026"
std::string about(const DigestEntry& entry) {
  const std::string& from = entry.from.name.empty() ? entry.from.address : entry.from.name;
  return (from.empty() ? "" : from + ", ") + day_of(entry.date);
}

std::string without_tags(std::string_view html) {
  std::string text;
  bool in_tag = false;
  for (const char c : html) {
    if (!in_tag && c != '<') text += c;
    in_tag = c == '<' || (in_tag && c != '>');
  }
  return text;
}

// The entry has its title above it already.
std::string_view without_heading(std::string_view html, const std::string& title) {
  if (!html.starts_with("<h1>") && !html.starts_with("<h2>")) return html;
  const std::size_t end = html.find("</h");
  const std::size_t after = html.find('>', std::min(end, html.size()));
  if (after == html.npos || !escaped_html(title).contains(without_tags(html.substr(0, end)))) return html;
  return html.substr(after + 1);
}

std::string link(const std::string& url, const std::string& text) {
  return "<a href=\"" + escaped_html(url) + "\">" + escaped_html(text) + "</a>";
}

std::string as_html(const DigestEntry& entry, const std::string& anchor) {
  const std::string title = title_of(entry);
  std::string html = "<hr>\n<h2 id=\"" + anchor + "\">";
  html += entry.link.empty() ? escaped_html(title) : link(entry.link, title);
  html += "</h2>\n<p><small>" + escaped_html(about(entry)) + "</small></p>\n";
  if (!entry.html.empty()) return html + "<div>" + std::string(without_heading(entry.html, title)) + "</div>\n";
  return html + "<div style=\"white-space: pre-wrap\">" + escaped_html(entry.text) + "</div>\n";
}

std::string as_html(std::span<const DigestEntry> entries) {
  // On a phone one wide image would make all entries as wide.
  std::string titles = "<style>img { max-width: 100%; height: auto }</style>\n<ol>\n";
  std::string contents;
  for (const DigestEntry& entry : entries) {
    const std::string anchor = "entry-" + std::to_string(&entry - entries.data() + 1);
    titles += "<li>" + link("#" + anchor, title_of(entry)) + "</li>\n";
    contents += as_html(entry, anchor);
  }
  return titles + "</ol>\n" + contents;
}

std::string as_text(std::span<const DigestEntry> entries) {
  std::string titles;
  std::string contents;
  for (const DigestEntry& entry : entries) {
    const std::string title = std::to_string(&entry - entries.data() + 1) + ". " + title_of(entry) + "\n";
    titles += title;
    contents += "\n" + std::string(72, '-') + "\n" + title + about(entry) + "\n";
    if (!entry.link.empty() && !entry.text.contains(entry.link)) contents += entry.link + "\n";
    contents += "\n" + entry.text + (entry.text.ends_with('\n') ? "" : "\n");
  }
  return titles + contents;
}

// "Planet Debian", "Planet Debian and LWN", "Planet Debian, LWN and 3 more"
std::string lists_text(std::span<const DigestEntry> entries) {
  std::vector<std::string> names;
  for (const DigestEntry& entry : entries)
    if (!entry.list.name.empty() && std::ranges::find(names, entry.list.name) == names.end())
      names.push_back(entry.list.name);
  if (names.empty()) return {};
  if (names.size() == 1) return names[0];
  if (names.size() == 2) return names[0] + " and " + names[1];
  return names[0] + ", " + names[1] + " and " + std::to_string(names.size() - 2) + " more";
}

template <class Part>
bool have_one(std::span<const DigestEntry> entries, Part part) {
  return std::ranges::all_of(entries, [&](const DigestEntry& entry) { return part(entry) == part(entries.front()); });
}

}  // namespace

DigestEntry DigestEntry::of(const Message& message, std::chrono::sys_seconds date) {
  const Message::Fields& fields = message.fields();
  return {.title = fields.subject,
          .from = fields.from.empty() ? Mailbox{} : fields.from.front(),
          .list = fields.list_id,
          .date = fields.date.value_or(date),
          .link = link_of(fields),
          .text = fields.text.value_or(""),
          .html = fields.html.value_or("")};
}

Message digest(const Message& head, std::span<const DigestEntry> entries) {
  const std::string lists = lists_text(entries);
  const std::string& subject = head.fields().subject;
  const std::string title = lists + (lists.empty() || subject.empty() ? "" : ", ") + subject;
  const std::string count = std::to_string(entries.size()) + (entries.size() == 1 ? " entry" : " entries");
  Message whole = head;
  whole.subject(title + (title.empty() ? "" : ": ") + count).text(as_text(entries)).html(as_html(entries));
  if (entries.empty()) return whole;
  const DigestEntry& first = entries.front();
  if (!first.list.address.empty() && have_one(entries, [](const DigestEntry& entry) { return entry.list.address; }))
    whole.list_id(first.list.name, first.list.address);
  if (!first.from.address.empty() && have_one(entries, [](const DigestEntry& entry) { return entry.from.address; }))
    whole.from(lists, first.from.address);
  return whole;
}

}  // namespace n3::mime
