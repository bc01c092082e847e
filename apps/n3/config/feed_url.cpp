#include "config/feed_url.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <charconv>
#include <cstdint>
#include <optional>

#include "base/ascii.hpp"
#include "base/digest.hpp"
#include "base/host.hpp"
#include "http/url.hpp"

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

bool is_host(std::string_view host) {
  if (host.starts_with('[') && host.ends_with(']')) return is_ip_address(std::string(host.substr(1, host.size() - 2)));
  return !host.empty() && host.find_first_of("[]\\\"<>^`{|}%") == host.npos;
}

bool is_port(std::string_view text) {
  std::uint16_t port = 0;
  const auto result = std::from_chars(text.data() + 1, text.data() + text.size(), port);
  return result.ec == std::errc() && result.ptr == text.data() + text.size() && port != 0;
}

}  // namespace

std::string feed_place(std::string_view text, const std::filesystem::path& folder) {
  if (ascii::same(text.substr(0, 5), "file:")) return (folder / path_of_file_url(text)).lexically_normal().string();
  if (!feed_scheme(text).empty()) return std::string(text);
  return (folder / text).lexically_normal().string();
}

std::string feed_scheme(std::string_view place) {
  const std::size_t colon = std::min(place.find(':'), place.size());
  const std::string scheme = ascii::lowercase(place.substr(0, colon));
  const bool is_web = colon < place.size() && (scheme == "http" || scheme == "https");
  const bool is_other = !scheme.contains('/') && place.substr(colon).starts_with("://");
  return is_web || is_other ? scheme : "";
}

std::string url_problem(std::string_view url) {
  const std::string scheme = feed_scheme(url);
  if (scheme != "http" && scheme != "https") {
    return fmt::format("cannot fetch {}://: use http, https or the path of a file", scheme);
  }
  const auto parts = http::UrlParts::of(url);
  if (parts.scheme.size() != scheme.size() + 3) {
    return fmt::format("is no URL: behind \"{}:\" there must be \"//\" and a host", scheme);
  }
  if (std::ranges::any_of(url, [](char c) { return c == ' ' || ascii::is_control(c); })) {
    return "is no URL: write a space as %20, and no control characters";
  }
  if (parts.host.empty()) return "is no URL: it has no host";
  if (!is_host(parts.host)) return "is no URL: what should be its host is none";
  if (parts.port.empty() || is_port(parts.port)) return {};
  if (parts.path.contains('@') || parts.rest.contains('@')) {
    return "is no URL: in its user and password write / as %2F, ? as %3F and # as %23";
  }
  return "is no URL: the port must be a number from 1 to 65535";
}

std::string feed_name(std::string_view url) {
  const std::string scheme = feed_scheme(url);
  if (scheme.empty()) return std::string(url);
  const std::string plain = http::without_secrets(url);
  const std::string name = scheme + plain.substr(scheme.size());
  return plain == url ? name : fmt::format("{} ({})", name, sha256_hex(url).substr(0, 8));
}

}  // namespace n3::program
