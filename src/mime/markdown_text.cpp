#include "mime/markdown_text.hpp"

#include <algorithm>
#include <array>

#include "base/ascii.hpp"
#include "mime/escape.hpp"

namespace n3::mime {
namespace {

// Where links of strangers may lead.
constexpr std::array schemes = {"cid", "ftp", "http", "https", "irc", "ircs", "mailto", "mid", "news", "tel", "xmpp"};

std::string escaped_url(std::string_view url) {
  std::string result;
  for (const char c : url) {
    if (c == '&') {
      result += "&amp;";
    } else if (ascii::is_alnum(c) || (c != '\0' && std::string_view("-_.+!*(),%#@?=;:/$~").contains(c))) {
      result += c;
    } else {
      add_escaped(result, '%', c);
    }
  }
  return result;
}

// Calls take(type, text) for each piece of an attribute: text, entities, NULs.
void each_piece(const MD_ATTRIBUTE& attribute, auto take) {
  for (std::size_t i = 0; attribute.size > 0 && attribute.substr_offsets[i] < attribute.size; ++i) {
    const MD_OFFSET begin = attribute.substr_offsets[i];
    const MD_OFFSET end = attribute.substr_offsets[i + 1];
    take(attribute.substr_types[i], std::string_view(attribute.text + begin, end - begin));
  }
}

}  // namespace

std::string attribute_text(const MD_ATTRIBUTE& text) {
  std::string html;
  each_piece(text, [&](MD_TEXTTYPE type, std::string_view piece) {
    html += type == MD_TEXT_ENTITY ? std::string(piece) : escaped_html(type == MD_TEXT_NULLCHAR ? "\uFFFD" : piece);
  });
  return html;
}

std::string attribute_url(const MD_ATTRIBUTE& url) {
  std::string html;
  each_piece(url, [&](MD_TEXTTYPE type, std::string_view piece) {
    html += type == MD_TEXT_ENTITY ? std::string(piece) : escaped_url(type == MD_TEXT_NULLCHAR ? "\uFFFD" : piece);
  });
  return html;
}

// Whether what stands before the first of :/?# is no scheme, or a good one. An entity there may stand for a colon.
bool is_harmless(const MD_ATTRIBUTE& url) {
  const std::string_view text(url.text, url.size);
  const std::size_t end = text.find_first_of(":/?#");
  bool has_entity = false;
  each_piece(url, [&](MD_TEXTTYPE type, std::string_view piece) {
    const auto offset = static_cast<std::size_t>(piece.data() - url.text);
    has_entity = has_entity || (type == MD_TEXT_ENTITY && offset <= std::min(end, text.size()));
  });
  if (has_entity) return false;
  if (end == text.npos || text[end] != ':') return true;
  return std::ranges::any_of(schemes,
                             [&](std::string_view scheme) { return ascii::same(scheme, text.substr(0, end)); });
}

}  // namespace n3::mime
