#include "sources/web_feed.hpp"

#include <utility>

#include "base/digest.hpp"
#include "base/take.hpp"

namespace n3::feeds {
namespace {

constexpr const char* accepted =
    "application/atom+xml, application/rss+xml, application/feed+json, application/rdf+xml;q=0.9, "
    "application/xml;q=0.8, text/xml;q=0.8, application/json;q=0.7, */*;q=0.1";

// A name for a URL that gives none of its secrets away.
std::string name_of(const std::string& url) { return sha256_hex(url).substr(0, 16); }

}  // namespace

WebStamp WebStamp::from(std::string_view text, const std::string& url) {
  const auto next_line = [&] {
    const std::string line(take(text, text.find('\n')));
    take(text, 1);
    return line;
  };
  if (next_line() != name_of(url)) return {};
  WebStamp stamp;
  for (std::string* part : {&stamp.etag, &stamp.last_modified, &stamp.moved_to}) *part = next_line();
  return stamp;
}

std::string WebStamp::to_string(const std::string& url) const {
  return name_of(url) + "\n" + etag + "\n" + last_modified + "\n" + moved_to;
}

Answer<Batch> WebFeed::fetch(std::string_view text) {
  const Cursor cursor = Cursor::from(text);
  WebStamp last = WebStamp::from(cursor.stamp, where_);
  if (failed_ && !last.moved_to.empty()) last = {};  // perhaps it has come back
  failed_ = true;
  Answer<Batch> answer = ask(cursor, last);
  failed_ = answer.error() || answer.value()->failure;
  return answer;
}

Answer<Batch> WebFeed::ask(Cursor cursor, WebStamp last) const {
  auto response = fetch_({.url = where_,
                          .moved_to = last.moved_to,
                          .accept = accepted,
                          .etag = last.etag,
                          .last_modified = last.last_modified,
                          .largest = options_.largest,
                          .patience = options_.patience,
                          .interrupted = interrupted_.get()});
  if (!response)
    return Batch{.pause = response.error().retry_after, .failure = Error::temporary(response.error().cause)};
  last.moved_to = response->moved_to;
  if (response->unchanged) {
    if (last.etag.empty() && last.last_modified.empty())
      return Batch{.failure = Error::temporary("HTTP status 304, unchanged, although nothing of it was known")};
    cursor.stamp = last.to_string(where_);
    return Batch{.cursor = cursor.to_string(), .pause = response->fresh_for};
  }
  last.etag = response->etag;
  last.last_modified = response->last_modified;
  auto answer =
      to_batch(response->body, response->content_type, response->url, std::move(cursor), last.to_string(where_));
  if (Batch* batch = answer.value()) batch->pause = response->fresh_for;
  return answer;
}

}  // namespace n3::feeds
