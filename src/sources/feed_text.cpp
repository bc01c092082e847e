#include "sources/feed_text.hpp"

#include <algorithm>
#include <optional>

#include "base/ascii.hpp"
#include "base/utf8.hpp"
#include "sources/entity.hpp"

namespace n3::feeds {
namespace {

constexpr std::size_t longest_tag = 2048;  // so that no text is searched over and over

bool is_html_tag(std::string_view name) {
  static constexpr std::string_view names[] = {
      "a",   "abbr",  "acronym", "b",  "big",  "blockquote", "br",         "center", "cite",   "code",   "dd",    "del",
      "dfn", "div",   "dl",      "dt", "em",   "embed",      "figcaption", "figure", "font",   "h1",     "h2",    "h3",
      "h4",  "h5",    "h6",      "hr", "i",    "iframe",     "img",        "ins",    "kbd",    "li",     "mark",  "ol",
      "p",   "pre",   "q",       "s",  "samp", "script",     "small",      "span",   "strike", "strong", "style", "sub",
      "sup", "table", "tbody",   "td", "th",   "tr",         "tt",         "u",      "ul",     "var",    "video"};
  return std::ranges::find(names, ascii::lowercase(name)) != std::end(names);
}

struct Tag {
  std::size_t length;  // up to and with its ">"
  bool breaks;         // words end there
};

// The HTML tag or comment at the beginning of `text`, which begins with "<".
std::optional<Tag> tag_at(std::string_view text) {
  text = text.substr(0, longest_tag);
  if (text.starts_with("<!--")) {
    const std::size_t end = text.find("-->", 4);
    return end == text.npos ? std::nullopt : std::optional(Tag{end + 3, false});
  }
  const std::size_t name = text.starts_with("</") ? 2 : 1;
  std::size_t end = name;
  while (end < text.size() && ascii::is_alnum(text[end])) ++end;
  if (!is_html_tag(text.substr(name, end - name))) return std::nullopt;
  if (end == text.size() || !std::string_view(" \t\r\n/>").contains(text[end])) return std::nullopt;
  const std::size_t close = text.find('>', end);
  if (close == text.npos) return std::nullopt;
  const std::string tag = ascii::lowercase(text.substr(name, end - name));
  return Tag{close + 1, tag == "br" || tag == "p" || tag == "div" || tag == "li" || tag == "td"};
}

// The length of the white space or control character at the beginning of `text`, which is valid UTF-8; 0: another one.
std::size_t space_length(std::string_view text) {
  if (text.front() == ' ' || ascii::is_control(text.front())) return 1;
  const std::size_t length = utf8_length(text);
  const std::string_view character = text.substr(0, length);
  if (length == 2 && character >= "\xc2\x80" && character <= "\xc2\xa0") return 2;  // C1 controls, no-break space
  if (character >= "\xe2\x80\x80" && character <= "\xe2\x80\x8b") return 3;         // quads to zero width space
  if (character == "\xe2\x80\xa8" || character == "\xe2\x80\xa9" || character == "\xe3\x80\x80") return 3;
  return 0;
}

}  // namespace

std::string one_line(std::string_view text) {
  const std::string valid = valid_utf8(text);
  std::string line;
  bool space = false;
  for (std::string_view rest = valid; !rest.empty();) {
    if (const std::size_t length = space_length(rest); length > 0) {
      space = true;
      rest.remove_prefix(length);
      continue;
    }
    if (space && !line.empty()) line += ' ';
    space = false;
    const std::size_t length = utf8_length(rest);
    line += rest.substr(0, length);
    rest.remove_prefix(length);
  }
  return line;
}

std::string plain_line(std::string_view text) {
  std::string plain;
  while (!text.empty()) {
    const std::size_t next = std::min(text.find_first_of("<&"), text.size());
    plain += text.substr(0, next);
    text.remove_prefix(next);
    if (text.empty()) break;
    std::size_t length = 1;
    if (const auto tag = text.front() == '<' ? tag_at(text) : std::nullopt) {
      if (tag->breaks) plain += ' ';
      length = tag->length;
    } else if (const auto entity = entity_at(text); entity.length > 0) {
      plain += entity.utf8;
      length = entity.length;
    } else {
      plain += text.front();
    }
    text.remove_prefix(length);
  }
  return one_line(plain);
}

std::string shortened(std::string_view text, std::size_t characters) {
  std::size_t end = 0;
  std::size_t last_space = 0;
  for (std::size_t count = 0; end < text.size(); ++count) {
    if (text[end] == ' ') last_space = end;
    if (count == characters) return std::string(text.substr(0, last_space > 0 ? last_space : end)) + "…";
    end += std::max<std::size_t>(utf8_length(text.substr(end)), 1);
  }
  return std::string(text);
}

bool looks_like_html(std::string_view text) {
  for (std::size_t at = text.find_first_of("<&"); at != text.npos; at = text.find_first_of("<&", at + 1))
    if (text[at] == '<' ? tag_at(text.substr(at)).has_value() : entity_at(text.substr(at)).length > 0) return true;
  return false;
}

std::string text_to_html(std::string_view text) {
  std::string html;
  bool in_paragraph = false;
  while (!text.empty()) {
    const std::size_t end = std::min(text.find('\n'), text.size());
    const std::string line = one_line(text.substr(0, end));
    text.remove_prefix(std::min(end + 1, text.size()));
    if (line.empty() && in_paragraph) html += "</p>\n";
    if (!line.empty()) html += (in_paragraph ? "<br>\n" : "<p>") + escaped_html(line);
    in_paragraph = !line.empty();
  }
  return in_paragraph ? html + "</p>" : html;
}

}  // namespace n3::feeds
