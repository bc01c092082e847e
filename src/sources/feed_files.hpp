#pragma once

#include <atomic>
#include <chrono>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include <n3/sources.hpp>

#include "http/fetch.hpp"
#include "sources/feed_document.hpp"

namespace n3::feeds {

/// Packs what an entry links to into its message, as the options of the feed want it. One for each batch, which is
/// taken in by one thread: it gives up after some minutes, since all who log in may be waiting for the batch.
class Files {
 public:
  Files(http::Fetch fetch, const FeedOptions& options, std::shared_ptr<const std::atomic<bool>> interrupted)
      : fetch_(std::move(fetch)), options_(options), interrupted_(std::move(interrupted)) {}

  /// What cannot be had, or is too large, remains a link.
  Message pack(Message message, const std::vector<Enclosure>& enclosures);

  /// What is at a URL that a document has; no larger than an enclosure may be.
  http::Result fetch(const std::string& url, std::size_t largest);
  http::Result fetch(const std::string& url) { return fetch(url, options_.largest_enclosure); }

 private:
  using Clock = std::chrono::steady_clock;

  // What there is room for in a message.
  struct Room;

  void embed_images(Message& message, Room& room);
  void attach(Message& message, const Enclosure& enclosure, Room& room);
  std::optional<Attachment> get(const std::string& url, Room& room);

  const http::Fetch fetch_;
  const FeedOptions options_;
  const std::shared_ptr<const std::atomic<bool>> interrupted_;
  std::optional<Clock::time_point> deadline_{};
};

}  // namespace n3::feeds
