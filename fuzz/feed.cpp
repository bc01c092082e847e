// The feed parsers: whatever a document holds, it becomes messages or one error, and never anything else. Each message
// composes, with every invariant in tests/compose/invariants.hpp, which has exactly the header fields that we asked
// for; its key is not empty and no other message's; nothing in its HTML runs. The same document is the same messages.
//
// Input: a document. Where its first line begins with "Content-Type:", that is what it came with.

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <set>
#include <string>
#include <string_view>
#include <vector>

#include <n3/message.hpp>

#include "../tests/compose/invariants.hpp"
#include "base/ascii.hpp"
#include "base/utf8.hpp"
#include "input.hpp"
#include "sources/feed_key.hpp"
#include "sources/feed_message.hpp"
#include "sources/feed_reader.hpp"

namespace {

using namespace n3;

const std::string url = "https://feed.example/a/feed.xml";

std::string_view take_content_type(std::string_view& document) {
  constexpr std::string_view header = "Content-Type:";
  if (!document.starts_with(header)) return {};
  const std::string_view line = document.substr(0, document.find('\n'));
  document.remove_prefix(std::min(line.size() + 1, document.size()));
  return line.substr(header.size());
}

void check_html(const std::string& html) {
  const std::string lower = ascii::lowercase(html);
  for (const char* running : {"<script", "<iframe", "<object", "<embed", "<form", "href=\"javascript:"})
    fuzz::require(!lower.contains(running), "nothing in the HTML runs");
}

void check(const Message& message, const std::string& key) {
  const Message::Fields& fields = message.fields();
  fuzz::require(!key.empty(), "a message has a key");
  fuzz::require(valid_utf8(*fields.text) == *fields.text && valid_utf8(*fields.html) == *fields.html, "text is UTF-8");
  fuzz::require(!fields.subject.contains('\n') && fields.subject.size() <= 1100,
                "a subject is one line of some length");
  check_html(*fields.html);
  fuzz::require(broken_invariant(message, {.uid = "1"}).empty(), "a message composes");
}

std::vector<std::string> read(std::string_view document, std::string_view content_type) {
  auto feed = feeds::read_feed(document, content_type, url);
  if (!feed) {
    fuzz::require(!feed.error().empty(), "an error says something");
    return {};
  }
  auto keys = feeds::assign_keys(feed->entries);
  fuzz::require(keys.size() == feed->entries.size(), "each entry has a key");
  fuzz::require(std::set(keys.begin(), keys.end()).size() == keys.size(), "no two entries have the same key");
  const auto sender = feeds::Sender::of(*feed, url);
  for (std::size_t i = 0; i < keys.size(); ++i) check(feeds::to_message(*feed, feed->entries[i], sender), keys[i]);
  return keys;
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  std::string_view document(reinterpret_cast<const char*>(data), size);
  const std::string_view content_type = take_content_type(document);
  fuzz::require(read(document, content_type) == read(document, content_type), "the same document has the same keys");
  return 0;
}
