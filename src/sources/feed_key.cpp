#include "sources/feed_key.hpp"

#include <algorithm>
#include <string_view>
#include <unordered_map>
#include <unordered_set>

#include "base/digest.hpp"

namespace n3::feeds {
namespace {

using Counts = std::unordered_map<std::string_view, int>;

std::string seconds_of(const std::optional<std::chrono::sys_seconds>& time) {
  return time ? std::to_string(time->time_since_epoch().count()) : "";
}

// What of an entry hardly ever changes.
std::string core_of(const Entry& entry) { return entry.title + '\0' + entry.link + '\0' + seconds_of(entry.published); }

std::string all_of(const Entry& entry) {
  return entry.id + '\0' + core_of(entry) + '\0' + seconds_of(entry.updated) + '\0' + entry.html;
}

std::string hash_of(const std::string& text) { return "sha256:" + sha256_hex(text); }

void drop_repeated(std::vector<Entry>& entries) {
  std::unordered_set<std::string> seen;
  std::erase_if(entries, [&](const Entry& entry) { return !seen.insert(sha256_hex(all_of(entry))).second; });
}

}  // namespace

std::vector<std::string> assign_keys(std::vector<Entry>& entries) {
  drop_repeated(entries);
  std::vector<std::string> cores;
  for (const Entry& entry : entries) cores.push_back(core_of(entry));
  Counts ids, links, core_counts;
  for (std::size_t i = 0; i < entries.size(); ++i) {
    ++ids[entries[i].id];
    ++links[entries[i].link];
    ++core_counts[cores[i]];
  }
  std::vector<std::string> keys;
  std::unordered_set<std::string_view> taken;
  keys.reserve(entries.size());
  for (std::size_t i = 0; i < entries.size(); ++i) {
    const Entry& entry = entries[i];
    std::string key = all_of(entry);
    if (!entry.id.empty() && ids[entry.id] == 1 && !taken.contains(entry.id)) {
      key = entry.id;
    } else if (!entry.link.empty() && links[entry.link] == 1 && !taken.contains(entry.link)) {
      key = entry.link;
    } else {
      key = hash_of(core_counts[cores[i]] == 1 ? cores[i] : all_of(entry));
    }
    keys.push_back(std::move(key));
    taken.insert(keys.back());
  }
  return keys;
}

}  // namespace n3::feeds
