#include "http/url.hpp"

#include <algorithm>

#include "base/ascii.hpp"
#include "base/take.hpp"

namespace n3::http {
namespace {

// "https://" and how many slashes there may be: libcurl is not particular about that.
std::size_t scheme_length(std::string_view url) {
  const std::size_t colon = url.find(':');
  const bool is_scheme = colon != url.npos && colon > 0 && std::ranges::all_of(url.substr(0, colon), ascii::is_alnum);
  if (!is_scheme || !url.substr(colon + 1).starts_with('/')) return 0;
  return std::min(url.find_first_not_of('/', colon + 1), url.size());
}

bool is_port(std::string_view port) { return std::ranges::all_of(port.substr(1), ascii::is_digit); }

// Whether it is clear what is what: an "@" behind the host is a name's ("/@ann"), and no password's end.
bool is_clear(const UrlParts& parts) {
  if (!parts.scheme.ends_with("://") || parts.host.empty()) return false;
  if (!parts.port.empty()) return is_port(parts.port) && !parts.path.contains('@') && !parts.rest.contains('@');
  for (std::size_t at = parts.path.find('@'); at != parts.path.npos; at = parts.path.find('@', at + 1))
    if (parts.path[at - 1] != '/') return false;
  return true;
}

}  // namespace

UrlParts UrlParts::of(std::string_view url) {
  UrlParts parts;
  parts.scheme = take(url, scheme_length(url));
  if (!parts.scheme.empty()) {
    std::string_view authority = take(url, url.find_first_of("/?#"));
    parts.user = take(authority, authority.rfind('@') + 1);  // 0 where there is none
    const std::size_t bracket = authority.rfind(']');        // "[::1]:8080"
    parts.host = take(authority, authority.find(':', bracket == authority.npos ? 0 : bracket));
    parts.port = authority;
  }
  parts.path = take(url, url.find_first_of("?#"));
  parts.rest = url;
  return parts;
}

std::string without_user(std::string_view url) {
  const UrlParts parts = UrlParts::of(url);
  return std::string(parts.scheme).append(parts.host).append(parts.port).append(parts.path).append(parts.rest);
}

std::string without_user_and_query(std::string_view url) {
  const UrlParts parts = UrlParts::of(url);
  return std::string(parts.scheme).append(parts.host).append(parts.port).append(parts.path);
}

std::string without_secrets(std::string_view url) {
  if (is_clear(UrlParts::of(url))) return without_user_and_query(url);
  const std::size_t colon = url.find_first_of(":/\\@?#");
  if (colon == url.npos || url[colon] != ':') return std::string(url);  // a path
  const std::string scheme = ascii::lowercase(url.substr(0, colon));
  const bool is_scheme = scheme == "http" || scheme == "https" || url.substr(colon).starts_with("://");
  return is_scheme ? scheme + "://..." : "...";
}

}  // namespace n3::http
