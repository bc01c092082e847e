#pragma once

#include <set>
#include <string>
#include <string_view>
#include <vector>

#include "sources/feed_document.hpp"

namespace n3::feeds {

/// What tells the entries of a feed apart: their ids, or their links with titles, or their titles with date and link,
/// or all that they say; of these the first that an entry has. A link alone does not do, since many feeds have one for
/// all entries, and show one entry at a time: we would rather show an entry again when its title is corrected than
/// never show the next one. For the same reason the site's own link says nothing.
///
/// Some feeds give one id, one link or one title to all entries. What is found to be like that is not looked at any
/// more, for ever: a key must not change because neighbours do. An id that only some share counts with the title.
struct KeyPolicy {
  bool ids = true;
  bool links = true;
  bool titles = true;
  std::set<std::string> shared_ids{};  ///< Hashes of ids that different entries have.

  /// Lets go of what tells nothing in this feed.
  void learn(const Feed& feed);

  /// To be remembered between fetches: a letter for each that does not count, and the hashes.
  std::string to_string() const;
  static KeyPolicy from(std::string_view text);

  bool operator==(const KeyPolicy&) const = default;
};

/// The key of an entry. It depends on the entry alone, and hardly ever on what people edit.
std::string key_of(const Entry& entry, const KeyPolicy& policy);

/// Leaves one entry of those that have the same key: the newest, or the first in the document. Returns a line where
/// some went although they look like another entry.
std::vector<std::string> drop_repeated(std::vector<Entry>& entries, const KeyPolicy& policy);

}  // namespace n3::feeds
