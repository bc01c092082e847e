#pragma once

#include <string>

#include <n3/message.hpp>
#include <n3/sources.hpp>

#include "sources/feed_document.hpp"

namespace n3::feeds {

/// From whom the messages of a feed are.
struct Sender {
  std::string address;  ///< Always the same, so that clients can file by it.
  std::string list_id;

  /// `url` is where the feed is fetched. Only its host can be read from what comes out.
  static Sender of(const Feed& feed, const std::string& url);
};

/// An entry as a message: text and HTML, and a header with all that clients file and find by.
Message to_message(const Feed& feed, const Entry& entry, const Sender& sender, const FeedOptions& options = {});

}  // namespace n3::feeds
