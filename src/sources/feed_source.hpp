#pragma once

#include <atomic>
#include <memory>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include <n3/sources.hpp>

#include "http/fetch.hpp"
#include "sources/feed_key.hpp"

namespace n3::feeds {

/// What is remembered of a document between fetches: a name for what it was, by which one sees that it is another now,
/// and what its entries are told apart by.
struct Cursor {
  std::string stamp;
  KeyPolicy policy{};

  static Cursor from(std::string_view text);
  std::string to_string() const { return stamp + "\n" + policy.to_string(); }
};

/// What feeds have in common, wherever they come from.
class FeedSource : public Source {
 public:
  /// `where` is a URL or a path. `files` fetches what entries link to.
  FeedSource(std::string where, FeedOptions options, http::Fetch files)
      : where_(std::move(where)), options_(std::move(options)), files_(std::move(files)) {}

  void interrupt() override { *interrupted_ = true; }

 protected:
  /// `stamp` is the document's; what was known before it is `cursor`.
  Answer<Batch> to_batch(std::string_view document, std::string_view content_type, const std::string& base,
                         Cursor cursor, std::string stamp) const;

  const std::string where_;
  const FeedOptions options_;
  const std::shared_ptr<std::atomic<bool>> interrupted_ = std::make_shared<std::atomic<bool>>(false);

 private:
  std::vector<Item> to_items(Feed feed, const KeyPolicy& policy) const;

  const http::Fetch files_;
};

}  // namespace n3::feeds
