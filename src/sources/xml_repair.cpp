#include "sources/xml_repair.hpp"

#include <algorithm>

#include "base/ascii.hpp"
#include "base/utf8.hpp"
#include "sources/entity.hpp"

namespace n3::feeds {
namespace {

class Repair {
 public:
  explicit Repair(std::string_view document) : rest_(document) { out_.reserve(document.size() + document.size() / 8); }

  std::string run() {
    rest_.remove_prefix(std::min(rest_.find('<'), rest_.size()));
    while (!rest_.empty()) {
      if (rest_.starts_with("<![CDATA[")) {
        copy_to("]]>");
      } else if (rest_.starts_with("<!--")) {
        skip_to("-->");
      } else if (rest_.starts_with("<?")) {
        skip_to("?>");
      } else if (rest_.starts_with("<!")) {
        skip_declaration();
      } else if (rest_.front() == '&') {
        copy_reference();
      } else {
        copy_text();
      }
    }
    return std::move(out_);
  }

 private:
  std::string_view take(std::size_t length) {
    const std::string_view taken = rest_.substr(0, length);
    rest_.remove_prefix(taken.size());
    return taken;
  }

  std::string_view take_to(std::string_view end) {
    const std::size_t at = rest_.find(end);
    return take(at == rest_.npos ? at : at + end.size());
  }

  void copy_to(std::string_view end) { copy(take_to(end)); }
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

  // As a number always: when a parser has met a mistake it may forget the names.
  void copy_reference() {
    const EntityText entity = entity_at(rest_);
    take(std::max<std::size_t>(entity.length, 1));
    if (entity.length == 0) {
      out_ += "&#38;";
    } else if (entity.utf8.size() == 1 && std::string_view("&<>\"'\t\n\r").contains(entity.utf8.front())) {
      out_ += "&#" + std::to_string(static_cast<int>(entity.utf8.front())) + ";";
    } else {
      copy(entity.utf8);
    }
  }

  // Up to whatever may be something else. The first octet is text in any case.
  void copy_text() { copy(take(rest_.find_first_of("<&", 1))); }

  void copy(std::string_view text) {
    while (!text.empty()) {
      const std::size_t end = std::min(first_forbidden(text), text.size());
      out_ += text.substr(0, end);
      text.remove_prefix(end);
      if (!text.empty()) text.remove_prefix(utf8_length(text));
    }
  }

  // Where the first character is that XML has not got: a control character, U+FFFE or U+FFFF.
  static std::size_t first_forbidden(std::string_view text) {
    for (std::size_t i = 0; i < text.size(); ++i) {
      const auto octet = static_cast<unsigned char>(text[i]);
      if (octet < 0x20 && octet != '\t' && octet != '\n' && octet != '\r') return i;
      if (octet == 0xef && text.substr(i, 2) == "\xef\xbf" && text.substr(i, 3) >= "\xef\xbf\xbe") return i;
    }
    return text.npos;
  }

  std::string_view rest_;
  std::string out_;
};

}  // namespace

std::string repaired_xml(std::string_view document) { return Repair(document).run(); }

}  // namespace n3::feeds
