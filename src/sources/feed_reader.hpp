#pragma once

#include <expected>
#include <string>
#include <string_view>

#include "sources/feed_document.hpp"

namespace n3::feeds {

/// Reads a document of any kind of feed. `content_type` is what came with it, or empty; `url` is where it was, and what
/// relative links in it are relative to. The error says why the document is no feed.
std::expected<Feed, std::string> read_feed(std::string_view document, std::string_view content_type,
                                           const std::string& url);

}  // namespace n3::feeds
