#include "sources/link.hpp"

#include <algorithm>
#include <memory>

#include <libxml/uri.h>

#include "base/ascii.hpp"
#include "base/utf8.hpp"
#include "http/url.hpp"
#include "mime/escape.hpp"

namespace n3::feeds {
namespace {

constexpr std::size_t longest_base = 2000;  // octets; a short link must not become a very long one

struct Release {
  void operator()(void* text) const { xmlFree(text); }
};
using Owned = std::unique_ptr<xmlChar, Release>;

const xmlChar* pointer(const std::string& text) { return reinterpret_cast<const xmlChar*>(text.c_str()); }

// "https:", "mailto:"
bool has_scheme(std::string_view link) {
  const std::size_t colon = link.find_first_of(":/?#");
  return colon != link.npos && colon > 0 && link[colon] == ':';
}

// With all octets but those that may stay percent-encoded.
std::string escaped(std::string_view link, bool (*may_stay)(char)) {
  std::string result;
  for (const char c : link) {
    if (may_stay(c)) {
      result += c;
    } else {
      mime::add_escaped(result, '%', c);
    }
  }
  return result;
}

}  // namespace

std::string_view trimmed(std::string_view text) {
  const std::size_t begin = std::min(text.find_first_not_of(" \t\r\n"), text.size());
  return text.substr(begin, text.find_last_not_of(" \t\r\n") + 1 - begin);
}

std::string ascii_link(std::string_view link) {
  return escaped(link, [](char c) { return c > 0x20 && c < 0x7f && c != '<' && c != '>'; });
}

std::string absolute(std::string_view link, const std::string& base) {
  std::string escaped_link = escaped(trimmed(link), [](char c) { return c != ' ' && !ascii::is_control(c); });
  if (escaped_link.empty() || base.empty() || base.size() > longest_base || has_scheme(escaped_link))
    return escaped_link;
  const std::string relative = ascii_link(escaped_link);
  const Owned url(xmlBuildURI(pointer(relative), pointer(base)));
  return url ? std::string(reinterpret_cast<const char*>(url.get())) : escaped_link;
}

std::string file_name(std::string_view url) {
  const std::string path(http::UrlParts::of(url).path);
  const std::unique_ptr<char, Release> plain(xmlURIUnescapeString(path.c_str(), 0, nullptr));
  const std::string_view name = plain ? plain.get() : "";
  return valid_utf8(name.substr(name.rfind('/') + 1));
}

bool runs_script(std::string_view link) {
  std::string scheme;
  for (const char c : link.substr(0, link.find(':')))
    if (!ascii::is_control(c) && c != ' ') scheme += ascii::lower(c);
  return scheme == "javascript" || scheme == "vbscript";
}

}  // namespace n3::feeds
