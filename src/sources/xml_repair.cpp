#include "sources/xml_repair.hpp"

#include <algorithm>
#include <unordered_map>
#include <vector>

#include <libxml/HTMLparser.h>

#include "base/ascii.hpp"
#include "base/take.hpp"
#include "base/utf8.hpp"
#include "sources/entity.hpp"

namespace n3::feeds {
namespace {

constexpr int most_attributes = 200;                        // of a tag; parsers compare each with all others
constexpr std::size_t longest_text = std::size_t{4} << 20;  // parsers that meet a longer one give up
constexpr std::string_view space = " \t\r\n";

// Where the first character is that XML has not got: a control character, U+FFFE or U+FFFF.
std::size_t first_forbidden(std::string_view text) {
  for (std::size_t i = 0; i < text.size(); ++i) {
    const auto octet = static_cast<unsigned char>(text[i]);
    if (octet < 0x20 && octet != '\t' && octet != '\n' && octet != '\r') return i;
    if (octet == 0xef && text.substr(i, 2) == "\xef\xbf" && text.substr(i, 3) >= "\xef\xbf\xbe") return i;
  }
  return text.npos;
}

std::string allowed(std::string_view text) {
  std::string result;
  result.reserve(text.size());
  while (!text.empty()) {
    const std::size_t end = std::min(first_forbidden(text), text.size());
    result += text.substr(0, end);
    text.remove_prefix(end);
    if (!text.empty()) text.remove_prefix(std::max<std::size_t>(utf8_length(text), 1));
  }
  return result;
}

bool begins_name(std::string_view text) {
  if (text.empty()) return false;
  const char c = text.front();
  return (ascii::is_alnum(c) && !ascii::is_digit(c)) || c == '_' || c == ':' || static_cast<unsigned char>(c) >= 0x80;
}

// The length of `name="value"` and of the white space before it; 0 where something else stands.
std::size_t attribute_length(std::string_view text) {
  const std::size_t name = std::min(text.find_first_not_of(space), text.size());
  std::size_t at = std::min(text.find_first_of(" \t\r\n=/><", name), text.size());
  if (at == name) return 0;
  at = text.find_first_not_of(space, at);
  if (at == text.npos || text[at] != '=') return 0;
  at = text.find_first_not_of(space, at + 1);
  if (at == text.npos || (text[at] != '"' && text[at] != '\'')) return 0;
  const char ends[] = {text[at], '<'};
  at = text.find_first_of(std::string_view(ends, 2), at + 1);
  return at == text.npos || text[at] == '<' ? 0 : at + 1;
}

// HTML's elements that have no content: who forgets to escape HTML does not end them either.
bool is_empty_element(std::string_view name) {
  return ascii::same(name, "br") || ascii::same(name, "hr") || ascii::same(name, "img");
}

bool is_of_html(std::string_view name) {
  return htmlTagLookup(reinterpret_cast<const xmlChar*>(ascii::lowercase(name).c_str())) != nullptr;
}

// The elements that have begun and not ended.
class OpenElements {
 public:
  void begin(std::string_view name) {
    open_.push_back(name);
    ++counts_[name];
  }

  bool has(std::string_view name) const {
    const auto count = counts_.find(name);
    return count != counts_.end() && count->second > 0;
  }

  // Who misspells a name mostly gets its first letter right. What HTML has was meant for something else.
  bool is_innermost_misspelt(std::string_view name) const {
    return !open_.empty() && name.starts_with(open_.back().front()) && !is_of_html(name);
  }

  std::string_view end_innermost() {
    const std::string_view name = open_.back();
    open_.pop_back();
    --counts_[name];
    return name;
  }

 private:
  std::vector<std::string_view> open_;
  std::unordered_map<std::string_view, std::size_t> counts_;  // so that an end tag is known at once to end nothing
};

class Repair {
 public:
  explicit Repair(std::string_view document) : document_(allowed(document)), rest_(document_) {
    out_.reserve(document_.size() + document_.size() / 8);
  }

  std::string run() {
    rest_.remove_prefix(std::min(rest_.find('<'), rest_.size()));
    while (!rest_.empty()) {
      if (rest_.starts_with("<![CDATA[")) {
        copy_section();
      } else if (rest_.starts_with("<!--")) {
        skip_to("-->");
      } else if (rest_.starts_with("<?")) {
        skip_to("?>");
      } else if (rest_.starts_with("<!")) {
        skip_declaration();
      } else if (rest_.front() == '<') {
        copy_tag();
      } else {
        copy_text();
      }
    }
    return std::move(out_);
  }

 private:
  std::string_view take(std::size_t length) { return n3::take(rest_, length); }

  std::string_view take_to(std::string_view end) {
    const std::size_t at = rest_.find(end);
    return take(at == rest_.npos ? at : at + end.size());
  }

  void skip_to(std::string_view end) { take_to(end); }

  // <!DOCTYPE rss PUBLIC "..." "..." [ ... ]>, where quotes may hide brackets and brackets may hide a ">".
  void skip_declaration() {
    std::size_t depth = 0;
    for (std::size_t i = 0; i < rest_.size(); ++i) {
      const char c = rest_[i];
      if (rest_.substr(i).starts_with("<!--"))
        i = std::min(rest_.find("-->", i), rest_.size() - 2) + 2;
      else if (c == '"' || c == '\'')
        i = std::min(rest_.find(c, i + 1), rest_.size());
      else if (c == '[' || c == '<')
        ++depth;
      else if (c == ']' || c == '>')
        --depth;
      if (depth == 0) return static_cast<void>(take(i + 1));
    }
    rest_ = {};
  }

  void copy_section() {
    constexpr std::string_view begin = "<![CDATA[";
    constexpr std::string_view end = "]]>";
    std::string_view section = take_to(end);
    const bool ends = section.size() >= begin.size() + end.size() && section.ends_with(end);
    section.remove_prefix(begin.size());
    if (ends) section.remove_suffix(end.size());
    out_ += begin;
    out_ += limited(section);
    if (ends) out_ += end;
  }

  void copy_tag() {
    if (rest_.starts_with("</")) {
      copy_end_tag();
    } else if (begins_name(rest_.substr(1))) {
      copy_start_tag();
    } else {
      take(1);
      out_ += "&#60;";
    }
  }

  // Without what is no attribute, so that a parser sees the tag end where this does. Its ">" is text.
  void copy_start_tag() {
    const std::string_view tag = take(rest_.find_first_of(" \t\r\n/><&", 1));
    const std::string_view name = tag.substr(1);
    out_ += tag;
    copy_attributes();
    if (take(rest_.find_first_of("<>")).ends_with('/') || is_empty_element(name)) {
      out_ += '/';
    } else {
      open_.begin(name);
    }
    if (!rest_.starts_with('>')) out_ += '>';
    left_ = longest_text;
  }

  // What is still open within an element ends with it. A tag that ends nothing is left out, unless it was meant for the
  // innermost one: </titel>.
  void copy_end_tag() {
    const std::string_view name = rest_.substr(2, rest_.find_first_of(" \t\r\n/><&", 2) - 2);
    take(rest_.find_first_of("<>", 2));
    if (rest_.starts_with('>')) take(1);
    const bool is_known = open_.has(name);
    if (!is_known && !open_.is_innermost_misspelt(name)) return;
    for (bool is_over = false; !is_over;) {
      const std::string_view inner = open_.end_innermost();
      out_.append("</").append(inner) += '>';
      is_over = !is_known || inner == name;
    }
    left_ = longest_text;
  }

  void copy_attributes() {
    int count = 0;
    while (const std::size_t length = attribute_length(rest_)) {
      const std::string_view attribute = take(length);
      if (++count <= most_attributes) copy_with_references(attribute);
    }
  }

  void copy_text() { copy_with_references(limited(take(rest_.find('<')))); }

  // What may still be said in one text.
  std::string_view limited(std::string_view text) {
    if (text.size() > left_) {
      while (left_ > 0 && utf8_length(text.substr(left_)) == 0) --left_;
      text = text.substr(0, left_);
    }
    left_ -= text.size();
    return text;
  }

  void copy_with_references(std::string_view text) {
    while (!text.empty()) {
      const std::size_t length = text.front() == '&' ? copy_reference(text) : std::min(text.find('&'), text.size());
      if (text.front() != '&') out_ += text.substr(0, length);
      text.remove_prefix(length);
    }
  }

  // As a number always: when a parser has met a mistake it may forget the names. Returns the length of what it was.
  std::size_t copy_reference(std::string_view text) {
    const EntityText entity = entity_at(text);
    if (entity.length == 0) {
      out_ += "&#38;";
    } else if (entity.utf8.size() == 1 && std::string_view("&<>\"'\t\n\r").contains(entity.utf8.front())) {
      out_ += "&#" + std::to_string(static_cast<int>(entity.utf8.front())) + ";";
    } else {
      out_ += entity.utf8;
    }
    return std::max<std::size_t>(entity.length, 1);
  }

  const std::string document_;
  std::string_view rest_;
  std::string out_;
  OpenElements open_;
  std::size_t left_ = longest_text;  // of the text since the last tag
};

}  // namespace

std::string repaired_xml(std::string_view document) { return Repair(document).run(); }

}  // namespace n3::feeds
