#include "sources/feed_key.hpp"

#include <algorithm>
#include <optional>
#include <unordered_map>

#include "base/digest.hpp"

namespace n3::feeds {
namespace {

std::string seconds_of(const std::optional<std::chrono::sys_seconds>& time) {
  return time ? std::to_string(time->time_since_epoch().count()) : "";
}

// What of an entry hardly ever changes; empty where that is nothing.
std::string core_of(const Entry& entry) {
  return entry.title.empty() ? "" : entry.title + '\0' + entry.link + '\0' + seconds_of(entry.published);
}

std::string content_of(const Entry& entry) {
  std::string content = entry.title + '\0' + entry.link + '\0' + seconds_of(entry.published) + '\0' + entry.html;
  for (const Enclosure& enclosure : entry.enclosures) content += '\0' + enclosure.url;
  return content;
}

std::string id_of(const Entry& entry) { return entry.id; }
std::string link_of(const Entry& entry) { return entry.link; }

// By what a reader would tell two entries apart.
const std::string& face_of(const Entry& entry) { return entry.title.empty() ? entry.html : entry.title; }

using Entries = std::vector<const Entry*>;

// Takes from `entries` those that have a `part`. False where all have the same, and are not the same otherwise.
template <class Part, class Face>
bool tells_apart(Entries& entries, Part part, Face face) {
  const auto all_have_one = [&](auto what) {
    return std::ranges::all_of(entries, [&](const Entry* entry) { return what(*entry) == what(*entries.front()); });
  };
  if (entries.size() > 1 && all_have_one(part) && !part(*entries.front()).empty() && !all_have_one(face)) return false;
  std::erase_if(entries, [&](const Entry* entry) { return !part(*entry).empty(); });
  return true;
}

}  // namespace

void KeyPolicy::learn(const Feed& feed) {
  Entries entries;
  for (const Entry& entry : feed.entries) entries.push_back(&entry);
  if (feed.ids_are_unique) std::erase_if(entries, [](const Entry* entry) { return !entry->id.empty(); });
  ids = ids && tells_apart(entries, id_of, face_of);
  links = links && tells_apart(entries, link_of, face_of);
  titles = titles && tells_apart(entries, core_of, content_of);
}

std::string KeyPolicy::to_string() const {
  return std::string(ids ? "" : "i") + (links ? "" : "l") + (titles ? "" : "t");
}

KeyPolicy KeyPolicy::from(std::string_view text) {
  return {.ids = !text.contains('i'), .links = !text.contains('l'), .titles = !text.contains('t')};
}

std::string key_of(const Entry& entry, const KeyPolicy& policy) {
  if (policy.ids && !entry.id.empty()) return entry.id;
  if (policy.links && !entry.link.empty()) return "link:" + entry.link;
  const std::string core = policy.titles ? core_of(entry) : "";
  return "sha256:" + sha256_hex(core.empty() ? content_of(entry) : core);
}

std::vector<std::string> drop_repeated(std::vector<Entry>& entries, const KeyPolicy& policy) {
  const auto date = [](const Entry& entry) { return entry.updated ? entry.updated : entry.published; };
  std::vector<std::string> problems;
  std::vector<Entry> kept;
  std::unordered_map<std::string, std::size_t> places;
  for (Entry& entry : entries) {
    const auto [place, is_new] = places.try_emplace(key_of(entry, policy), kept.size());
    if (is_new) {
      kept.push_back(std::move(entry));
      continue;
    }
    Entry& other = kept[place->second];
    if (entry.title != other.title && entry.link != other.link)
      problems.push_back("the feed has different entries with the key " + place->first + ": only the newest counts");
    if (date(other) < date(entry)) other = std::move(entry);
  }
  entries = std::move(kept);
  return problems;
}

}  // namespace n3::feeds
