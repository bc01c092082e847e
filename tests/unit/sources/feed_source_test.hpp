#pragma once

#include <memory>
#include <stdexcept>
#include <string>
#include <string_view>
#include <utility>
#include <variant>
#include <vector>

#include <n3/sources.hpp>

#include "base/settled.hpp"
#include "feed_test.hpp"
#include "http_server.hpp"
#include "sources/web_feed.hpp"

namespace n3 {

using Names = std::vector<std::string>;

inline Names subjects(const Batch& batch) {
  Names names;
  for (const Item& item : batch.items) names.push_back(std::get<Message>(item.content).fields().subject);
  return names;
}

inline Names keys(const Batch& batch) {
  Names names;
  for (const Item& item : batch.items) names.push_back(item.key);
  return names;
}

inline Batch fetch(Source& source, std::string_view cursor = "") {
  auto answer = settled(source.fetch(cursor));
  if (answer.error()) throw std::runtime_error(answer.error()->text);
  return std::move(*answer.value());
}

inline std::string error_of(Source& source, std::string_view cursor = "") {
  auto answer = settled(source.fetch(cursor));
  if (answer.error()) return answer.error()->text;
  return answer.value()->failure ? answer.value()->failure->text : "";
}

inline std::string item(const std::string& title, const std::string& date = "") {
  return "<item><title>" + title + "</title>" + (date.empty() ? "" : "<pubDate>" + date + "</pubDate>") + "</item>";
}

/// A feed that shares nothing with others, in an internet that is all on the loopback network.
inline std::unique_ptr<Source> web_feed(const std::string& url, FeedOptions options = {}) {
  const auto fetch = [](http::Request request) {
    request.is_private = [](const sockaddr&) { return false; };
    return http::fetch(request);
  };
  return std::make_unique<feeds::WebFeed>(url, std::move(options), fetch, fetch);
}

}  // namespace n3
