// The feed parsers: whatever a document holds, it becomes messages or one error, and never anything else. Each message
// composes, with every invariant in tests/compose/invariants.hpp, which has exactly the header fields that we asked
// for; its key is not empty and no other message's; nothing in its HTML runs: no element, no attribute, no link. The
// same document is the same messages, to the last byte. It may be a page as well, of which the article is taken.
//
// Input: a document. Where its first line begins with "Content-Type:", that is what it came with.

#include <algorithm>
#include <atomic>
#include <cstddef>
#include <cstdint>
#include <memory>
#include <set>
#include <string>
#include <string_view>
#include <vector>

#include <n3/message.hpp>

#include "../tests/compose/invariants.hpp"
#include "base/ascii.hpp"
#include "base/utf8.hpp"
#include "input.hpp"
#include "sources/charset.hpp"
#include "sources/feed_files.hpp"
#include "sources/feed_key.hpp"
#include "sources/feed_message.hpp"
#include "sources/feed_reader.hpp"
#include "sources/html_fragment.hpp"
#include "sources/image_tags.hpp"

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

// The tags, without the values of their attributes.
std::string names_in(std::string_view html) {
  std::string names;
  bool in_tag = false;
  bool in_value = false;
  for (const char c : html) {
    if (!in_value && (c == '<' || c == '>')) in_tag = c == '<';
    if (in_tag && c == '"') in_value = !in_value;
    if (in_tag && !in_value) names += c;
  }
  return names;
}

bool has_handler(std::string_view html) {
  const std::string names = names_in(html);
  for (std::size_t at = names.find(" on"); at != names.npos; at = names.find(" on", at + 1))
    if (names[std::min(names.find_first_not_of("abcdefghijklmnopqrstuvwxyz-0123456789", at + 1), names.size())] == '=')
      return true;
  return false;
}

void check_html(const std::string& html) {
  const std::string lower = ascii::lowercase(html);
  for (const char* name : {"script", "iframe", "object", "embed", "form", "style", "link", "meta", "base"})
    for (const char* end : {" ", ">"})
      fuzz::require(!lower.contains("<" + std::string(name) + end), "no element runs or changes the page around it");
  for (const char* link : {" href=\"", " src=\"", " action=\"", " background=\"", " poster=\"", " cite=\""})
    for (const char* scheme : {"javascript:", "vbscript:"})
      fuzz::require(!lower.contains(std::string(link) + scheme), "no link in the HTML runs");
  fuzz::require(!has_handler(lower), "no attribute in the HTML runs");
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

// Whatever is linked to is a picture of one octet.
http::Result one_octet(const http::Request&) { return http::Response{.body = "x", .content_type = "image/png"}; }

void check_images(const Message& message, const feeds::Entry& entry, const std::string& key) {
  const FeedOptions options{.enclosures = Enclosures::attach, .images = Images::embed};
  check(feeds::Files(one_octet, options, std::make_shared<std::atomic<bool>>()).pack(message, entry.enclosures), key);
  const std::string html = feeds::without_images(*message.fields().html);
  fuzz::require(!html.contains("<img ") && !html.contains("<img>"), "no image is left");
  check_html(html);
}

// The messages of a document, each with its key before it.
std::vector<std::string> read(std::string_view document, std::string_view content_type) {
  auto feed = feeds::read_feed(document, content_type, url);
  if (!feed) {
    fuzz::require(!feed.error().empty(), "an error says something");
    return {};
  }
  feeds::KeyPolicy policy;
  policy.learn(*feed);
  fuzz::require(feeds::KeyPolicy::from(policy.to_string()) == policy, "what tells entries apart is remembered");
  feeds::drop_repeated(feed->entries, policy);
  const auto sender = feeds::Sender::of(*feed, url);
  std::set<std::string> keys;
  std::vector<std::string> messages;
  for (const feeds::Entry& entry : feed->entries) {
    const std::string key = feeds::key_of(entry, policy);
    const Message message = feeds::to_message(*feed, entry, sender);
    check(message, key);
    check_images(message, entry, key);
    fuzz::require(!entry.revision.empty(), "an entry has a revision");
    fuzz::require(keys.insert(key).second, "no two messages have the same key");
    messages.push_back(key + "\n" + compose(message, {.uid = "1"}));
  }
  return messages;
}

// The same bytes as a page that has an article.
void read_page(std::string_view page) {
  const std::string article = feeds::HtmlFragment(std::string(page)).take_article(url);
  fuzz::require(!article.contains("<script"), "an article runs nothing");
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  std::string_view document(reinterpret_cast<const char*>(data), size);
  const std::string_view content_type = take_content_type(document);
  read_page(feeds::to_utf8(document, content_type));
  fuzz::require(read(document, content_type) == read(document, content_type), "the same document is the same messages");
  return 0;
}
