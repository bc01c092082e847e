#pragma once

#include <string>
#include <unordered_set>
#include <vector>

#include "sources/feed_key.hpp"

namespace n3::feeds {

/// What the entries of a feed are called in the world, by which one sees that another feed has the same: ids that mean
/// something outside of their feed, and pages that are an entry's own. We would rather show one twice than not at all:
/// what may be the name of more than one thing is none. The policy outlives it.
class EntryNames {
 public:
  EntryNames(const Feed& feed, const KeyPolicy& policy);

  std::vector<std::string> of(const Entry& entry) const;

 private:
  bool has_its_own_page(const Entry& entry) const;

  const KeyPolicy& policy_;
  std::unordered_set<std::string> shared_pages_;  // the site's, and those that several entries have
};

/// The address of a page without what is not of it: scheme, user, utm_* parameters, a slash at the end, and a fragment
/// that is no place on it. Empty: it is none, or that of a whole site.
std::string page_name(const std::string& url);

}  // namespace n3::feeds
