#include "sources/link.hpp"

#include <algorithm>
#include <memory>

#include <libxml/uri.h>

#include "base/ascii.hpp"
#include "mime/escape.hpp"

namespace n3::feeds {
namespace {

struct Release {
  void operator()(xmlChar* text) const { xmlFree(text); }
};
using Owned = std::unique_ptr<xmlChar, Release>;

const xmlChar* pointer(const std::string& text) { return reinterpret_cast<const xmlChar*>(text.c_str()); }

// "https:", "mailto:"
bool has_scheme(std::string_view link) {
  const std::size_t colon = link.find_first_of(":/?#");
  return colon != link.npos && colon > 0 && link[colon] == ':';
}

}  // namespace

std::string_view trimmed(std::string_view text) {
  const std::size_t begin = std::min(text.find_first_not_of(" \t\r\n"), text.size());
  return text.substr(begin, text.find_last_not_of(" \t\r\n") + 1 - begin);
}

std::string absolute(std::string_view link, const std::string& base) {
  const std::string trimmed_link(trimmed(link));
  if (trimmed_link.empty() || base.empty() || has_scheme(trimmed_link)) return trimmed_link;
  std::string relative;
  for (const char c : trimmed_link) {
    if (c > 0x20 && c < 0x7f) {
      relative += c;
    } else {
      mime::add_escaped(relative, '%', c);
    }
  }
  const Owned url(xmlBuildURI(pointer(relative), pointer(base)));
  return url ? std::string(reinterpret_cast<const char*>(url.get())) : trimmed_link;
}

bool runs_script(std::string_view link) {
  std::string scheme;
  for (const char c : link.substr(0, link.find(':')))
    if (!ascii::is_control(c) && c != ' ') scheme += ascii::lower(c);
  return scheme == "javascript" || scheme == "vbscript";
}

}  // namespace n3::feeds
