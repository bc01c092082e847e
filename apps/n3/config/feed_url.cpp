#include "config/feed_url.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <charconv>
#include <optional>

#include "base/ascii.hpp"
#include "base/digest.hpp"

namespace n3::program {
namespace {

/// The octet that "%C3" stands for.
std::optional<char> unescaped(std::string_view text) {
  unsigned char octet = 0;
  if (text.size() < 3 || text[0] != '%') return std::nullopt;
  const auto result = std::from_chars(text.data() + 1, text.data() + 3, octet, 16);
  if (result.ec != std::errc() || result.ptr != text.data() + 3) return std::nullopt;
  return static_cast<char>(octet);
}

/// "file:///srv/a%20b.xml", "file://localhost/srv/a.xml", "file:a.xml".
std::string path_of_file_url(std::string_view url) {
  url.remove_prefix(std::string_view("file:").size());
  if (url.starts_with("//")) url.remove_prefix(std::min(url.find('/', 2), url.size()));
  std::string path;
  while (!url.empty()) {
    const auto octet = unescaped(url);
    path += octet.value_or(url.front());
    url.remove_prefix(octet ? 3 : 1);
  }
  return path;
}

}  // namespace

std::string feed_place(std::string_view text, const std::filesystem::path& folder) {
  if (ascii::same(text.substr(0, 5), "file:")) return (folder / path_of_file_url(text)).lexically_normal().string();
  if (!feed_scheme(text).empty()) return std::string(text);
  return (folder / text).lexically_normal().string();
}

std::string feed_scheme(std::string_view place) {
  const std::size_t colon = place.find("://");
  return colon == std::string_view::npos ? "" : ascii::lowercase(place.substr(0, colon));
}

std::string feed_name(std::string_view url) {
  const std::string scheme = feed_scheme(url);
  if (scheme.empty()) return std::string(url);
  const std::size_t host = scheme.size() + 3;
  const std::size_t host_end = std::min(url.find_first_of("/?#", host), url.size());
  const std::size_t at = url.substr(0, host_end).rfind('@');
  const std::size_t from = at == std::string_view::npos || at < host ? host : at + 1;
  const std::size_t to = std::min(url.find_first_of("?#", host_end), url.size());
  std::string plain = fmt::format("{}://{}", scheme, url.substr(from, to - from));
  if (from == host && to == url.size()) return plain;
  return fmt::format("{} ({})", plain, sha256_hex(url).substr(0, 8));
}

}  // namespace n3::program
