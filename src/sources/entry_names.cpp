#include "sources/entry_names.hpp"

#include <algorithm>
#include <string_view>

#include "base/ascii.hpp"
#include "base/take.hpp"
#include "http/url.hpp"

namespace n3::feeds {
namespace {

std::string_view fragment_of(std::string_view url) { return url.substr(std::min(url.find('#'), url.size())); }

// "#comment-12" and "#!/2026/tere" are; "#atom-everything" and "#xtor=RSS-1" say where the reader comes from.
bool is_place(std::string_view fragment) {
  const auto tells = [](char c) { return ascii::is_digit(c) || c == '/' || c == '!'; };
  return !fragment.contains('=') && std::ranges::any_of(fragment, tells);
}

// "?p=1" of "?p=1&utm_source=rss"
std::string without_utm(std::string_view query) {
  std::string kept;
  query.remove_prefix(std::min<std::size_t>(1, query.size()));
  while (!query.empty()) {
    const std::string_view parameter = take(query, query.find('&'));
    take(query, 1);
    if (!parameter.empty() && !ascii::lowercase(parameter).starts_with("utm_"))
      kept.append(kept.empty() ? "?" : "&").append(parameter);
  }
  return kept;
}

// Without its fragment.
std::string page_of(const std::string& url) {
  const auto parts = http::UrlParts::of(url);
  const std::string scheme = ascii::lowercase(parts.scheme);
  if (scheme != "http://" && scheme != "https://") return {};
  const std::string query = without_utm(parts.rest.substr(0, parts.rest.find('#')));
  std::string_view path = parts.path;
  if (path.ends_with('/')) path.remove_suffix(1);
  if (path.empty() && query.empty()) return {};
  const std::string_view port = parts.port == ":80" || parts.port == ":443" ? "" : parts.port;
  return ("//" + ascii::lowercase(parts.host)).append(port).append(path).append(query);
}

std::string site_of(const std::string& url) {
  const std::string host = ascii::lowercase(http::UrlParts::of(url).host);
  return host.starts_with("www.") ? host.substr(4) : host;
}

// "1" and "post-2" are what anybody may call anything.
std::string name_of_id(const std::string& id) {
  const std::string scheme = ascii::lowercase(id.substr(0, id.find(':') + 1));
  if (scheme == "tag:" || scheme == "urn:") return id;
  const std::string page = page_of(id);
  return page.empty() ? page : page + std::string(fragment_of(id));
}

}  // namespace

std::string page_name(const std::string& url) {
  const std::string page = page_of(url);
  const std::string fragment(fragment_of(url));
  return page.empty() || !is_place(fragment) ? page : page + fragment;
}

EntryNames::EntryNames(const Feed& feed, const KeyPolicy& policy)
    : policy_(policy), shared_pages_{page_name(feed.link)} {
  std::unordered_set<std::string> seen;
  for (const Entry& entry : feed.entries)
    if (std::string page = page_name(entry.link); !seen.insert(page).second) shared_pages_.insert(std::move(page));
}

// A comment may link to what it is about, and an entry that has its own place on one site to a page on another.
bool EntryNames::has_its_own_page(const Entry& entry) const {
  if (!policy_.links || !entry.has_page) return false;
  if (entry.link == entry.answers_page || entry.id.starts_with(entry.link + "#")) return false;
  const std::string site = site_of(entry.id);
  return site.empty() || site == site_of(entry.link);
}

std::vector<std::string> EntryNames::of(const Entry& entry) const {
  std::vector<std::string> names;
  const auto add = [&](std::string name) {
    if (!name.empty() && !shared_pages_.contains(name) && std::ranges::find(names, name) == names.end())
      names.push_back(std::move(name));
  };
  if (!entry.id.empty() && key_of(entry, policy_) == entry.id) add(name_of_id(entry.id));
  if (has_its_own_page(entry)) add(page_name(entry.link));
  return names;
}

}  // namespace n3::feeds
