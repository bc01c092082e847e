#include "sources/feed_source.hpp"

#include <algorithm>
#include <chrono>
#include <optional>
#include <utility>
#include <vector>

#include "sources/entry_names.hpp"
#include "sources/feed_article.hpp"
#include "sources/feed_files.hpp"
#include "sources/feed_message.hpp"
#include "sources/feed_reader.hpp"
#include "sources/feed_thread.hpp"

namespace n3::feeds {
namespace {

std::optional<std::chrono::sys_seconds> date_of(const Entry& entry) {
  return entry.published ? entry.published : entry.updated;
}

// Oldest first: by date where all have one, otherwise as most feeds have it, the newest on top.
std::vector<const Entry*> oldest_first(Feed& feed) {
  std::ranges::reverse(feed.entries);
  std::vector<const Entry*> entries;
  for (const Entry& entry : feed.entries) entries.push_back(&entry);
  if (std::ranges::all_of(entries, [](const Entry* entry) { return date_of(*entry).has_value(); }))
    std::ranges::sort(entries, {}, [](const Entry* entry) { return std::pair(date_of(*entry), entry); });
  return entries;
}

}  // namespace

Cursor Cursor::from(std::string_view text) {
  const std::size_t end = std::min(text.rfind('\n'), text.size());
  return {std::string(text.substr(0, end)), KeyPolicy::from(text.substr(end))};
}

std::vector<Item> FeedSource::to_items(Feed feed, const KeyPolicy& policy) const {
  const auto entries = oldest_first(feed);
  const Thread thread(feed, policy);
  const EntryNames names(feed, policy);
  const auto sender = Sender::of(feed, where_);
  const bool packs = options_.enclosures == Enclosures::attach || options_.images == Images::embed;
  const bool is_whole = options_.articles == Articles::whole;
  const auto files = packs || is_whole ? std::make_shared<Files>(files_, options_, interrupted_) : nullptr;
  const Feed about{.title = feed.title, .link = feed.link};
  std::vector<Item> items;
  items.reserve(entries.size());
  for (const Entry* entry : entries) {
    Item& item = items.emplace_back();
    item.key = key_of(*entry, policy);
    item.revision = entry->revision;
    item.content = to_message(feed, *entry, sender, options_);
    item.date = date_of(*entry);
    item.same_as = names.of(*entry);
    item.in_reply_to = thread.answered_by(*entry);
    if (is_whole) {
      item.finish = [files, about, entry = *entry, sender, options = options_](const Message&) {
        const Entry whole = with_article(entry, *files);
        return files->pack(to_message(about, whole, sender, options), whole.enclosures);
      };
    } else if (files) {
      item.finish = [files, enclosures = entry->enclosures](Message message) {
        return files->pack(std::move(message), enclosures);
      };
    }
  }
  return items;
}

Answer<Batch> FeedSource::to_batch(std::string_view document, std::string_view content_type, const std::string& base,
                                   Cursor cursor, std::string stamp) const {
  auto feed = read_feed(document, content_type, base);
  if (!feed) return Error::temporary(feed.error());
  cursor.policy.learn(*feed);
  Batch batch{.problems = std::move(feed->problems)};
  for (std::string& line : drop_repeated(feed->entries, cursor.policy)) batch.problems.push_back(std::move(line));
  if (feed->cut_short) {
    batch.problems.emplace_back(
        "the document ends early: an entry that it breaks off in is left out until it is whole");
  } else {
    cursor.stamp = std::move(stamp);
  }
  batch.cursor = cursor.to_string();
  batch.items = to_items(std::move(*feed), cursor.policy);
  return batch;
}

}  // namespace n3::feeds
