#pragma once

#include <string>
#include <string_view>
#include <unordered_map>

#include "sources/feed_key.hpp"

namespace n3::feeds {

/// Which entries of a feed answer which, as far as they say so themselves: RFC 4685. The feed outlives it.
class Thread {
 public:
  Thread(const Feed& feed, const KeyPolicy& policy);

  /// The key of the entry that this one answers, which need not be in the document any more. Empty: it is no answer.
  std::string answered_by(const Entry& entry) const;

 private:
  const Entry* find(const std::string& name) const;

  const KeyPolicy& policy_;
  std::unordered_map<std::string_view, const Entry*> entries_;  // by id and by page
};

}  // namespace n3::feeds
