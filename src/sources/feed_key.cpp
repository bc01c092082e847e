#include "sources/feed_key.hpp"

#include <algorithm>
#include <optional>
#include <unordered_map>

#include "base/digest.hpp"
#include "sources/feed_text.hpp"

namespace n3::feeds {
namespace {

constexpr std::size_t most_shared_ids = 1000;  // a feed with more has no ids to speak of
constexpr std::size_t longest_example = 60;    // characters

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

std::string page_of(const Entry& entry) {
  if (entry.link.empty() || !entry.has_page) return {};
  return entry.title.empty() ? entry.link : entry.link + '\n' + entry.title;
}

// By what a reader would tell two entries apart.
const std::string& face_of(const Entry& entry) { return entry.title.empty() ? entry.html : entry.title; }

std::string hash_of(const std::string& id) { return sha256_hex(id).substr(0, 12); }

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

void find_shared_ids(const Entries& entries, std::set<std::string>& shared) {
  std::unordered_map<std::string_view, const Entry*> first;
  for (const Entry* entry : entries) {
    if (entry->id.empty()) continue;
    const Entry* other = first.try_emplace(entry->id, entry).first->second;
    if (face_of(*other) != face_of(*entry)) shared.insert(hash_of(entry->id));
  }
}

}  // namespace

void KeyPolicy::learn(const Feed& feed) {
  Entries entries;
  for (const Entry& entry : feed.entries) entries.push_back(&entry);
  if (feed.ids_are_unique) std::erase_if(entries, [](const Entry* entry) { return !entry->id.empty(); });
  if (ids) find_shared_ids(entries, shared_ids);
  ids = ids && shared_ids.size() <= most_shared_ids && tells_apart(entries, id_of, face_of);
  if (!ids) shared_ids.clear();
  links = links && tells_apart(entries, page_of, content_of);
  titles = titles && tells_apart(entries, core_of, content_of);
}

// "it 0a1b2c3d4e5f 5f4e3d2c1b0a": none of the letters is a hexadecimal digit.
std::string KeyPolicy::to_string() const {
  std::string text = std::string(ids ? "" : "i") + (links ? "" : "l") + (titles ? "" : "t");
  for (const std::string& hash : shared_ids) text += " " + hash;
  return text;
}

KeyPolicy KeyPolicy::from(std::string_view text) {
  KeyPolicy policy{.ids = !text.contains('i'), .links = !text.contains('l'), .titles = !text.contains('t')};
  for (std::size_t at = text.find(' '); at != text.npos; at = text.find(' ', at + 1))
    policy.shared_ids.emplace(text.substr(at + 1, text.find(' ', at + 1) - at - 1));
  return policy;
}

std::string key_of(const Entry& entry, const KeyPolicy& policy) {
  if (policy.ids && !entry.id.empty()) {
    if (policy.shared_ids.empty() || !policy.shared_ids.contains(hash_of(entry.id))) return entry.id;
    return "sha256:" + sha256_hex(entry.id + '\0' + face_of(entry));
  }
  if (const std::string page = page_of(entry); policy.links && !page.empty()) return "link:" + page;
  const std::string core = policy.titles ? core_of(entry) : "";
  return "sha256:" + sha256_hex(core.empty() ? content_of(entry) : core);
}

std::vector<std::string> drop_repeated(std::vector<Entry>& entries, const KeyPolicy& policy) {
  const auto date = [](const Entry& entry) { return entry.updated ? entry.updated : entry.published; };
  std::vector<Entry> kept;
  std::size_t dropped = 0;
  std::string example;
  std::unordered_map<std::string, std::size_t> places;
  for (Entry& entry : entries) {
    const auto [place, is_new] = places.try_emplace(key_of(entry, policy), kept.size());
    if (is_new) {
      kept.push_back(std::move(entry));
      continue;
    }
    Entry& other = kept[place->second];
    const bool is_newer = date(other) < date(entry);
    if (entry.title != other.title && ++dropped == 1) example = is_newer ? other.title : entry.title;
    if (is_newer) other = std::move(entry);
  }
  entries = std::move(kept);
  if (dropped == 0) return {};
  return {"entries with the id of a newer one are left out: " + std::to_string(dropped) + ", such as \"" +
          shortened(example, longest_example) + "\""};
}

}  // namespace n3::feeds
