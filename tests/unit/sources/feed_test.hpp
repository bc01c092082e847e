#pragma once

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <chrono>
#include <fstream>
#include <iterator>
#include <optional>
#include <stdexcept>
#include <string>
#include <string_view>

#include "sources/feed_reader.hpp"

namespace n3::feeds {

/// A document that stands beside the tests.
inline std::string document(const std::string& name) {
  std::ifstream file(std::string(N3_FEEDS) + "/" + name, std::ios::binary);
  if (!file) throw std::runtime_error("no document " + name);
  return {std::istreambuf_iterator<char>(file), {}};
}

inline Feed read(std::string_view text, std::string_view content_type = "",
                 const std::string& url = "https://feed.example/feed.xml") {
  auto feed = read_feed(text, content_type, url);
  if (!feed) throw std::runtime_error(feed.error());
  return *feed;
}

/// Why a document is no feed; empty where it is one.
inline std::string error_of(std::string_view text) {
  const auto feed = read_feed(text, "", "");
  return feed ? "" : feed.error();
}

/// An RSS feed with these items.
inline std::string rss(std::string_view items, std::string_view head = "") {
  return "<?xml version=\"1.0\"?><rss version=\"2.0\"><channel><title>Feed</title>" + std::string(head) +
         std::string(items) + "</channel></rss>";
}

/// The one item of an RSS feed.
inline Entry item(std::string_view inside) {
  return read(rss("<item>" + std::string(inside) + "</item>")).entries.at(0);
}

inline std::chrono::sys_seconds utc(int year, unsigned month, unsigned day, int hour = 0, int minute = 0,
                                    int second = 0) {
  using namespace std::chrono;
  return sys_days(std::chrono::year(year) / month / day) + hours(hour) + minutes(minute) + seconds(second);
}

}  // namespace n3::feeds
