#pragma once

#include <string>
#include <string_view>

#include "http/fetch.hpp"
#include "sources/feed_source.hpp"

namespace n3::feeds {

/// What is known of a document from the last time: with the URL's name, since that may have become another, it is the
/// stamp in a cursor.
struct WebStamp {
  std::string etag{};
  std::string last_modified{};
  std::string moved_to{};

  static WebStamp from(std::string_view text, const std::string& url);
  std::string to_string(const std::string& url) const;
};

/// A feed at an http or https URL. Where that has moved for good is remembered, and asked for as long as it goes well
/// there. Who a message is from and the keys of items do not depend on it.
class WebFeed final : public FeedSource {
 public:
  /// `fetch` is for the feed itself.
  WebFeed(const std::string& url, FeedOptions options, http::Fetch fetch, http::Fetch files)
      : FeedSource(url, std::move(options), std::move(files)), fetch_(std::move(fetch)) {}

  Answer<Batch> fetch(std::string_view cursor) override;

 private:
  Answer<Batch> ask(Cursor cursor, WebStamp last) const;

  const http::Fetch fetch_;
  bool failed_ = false;  // did the last fetch
};

}  // namespace n3::feeds
