#include "sources/feed_files.hpp"

#include <algorithm>
#include <charconv>
#include <map>
#include <utility>

#include "base/digest.hpp"
#include "http/url.hpp"
#include "mime/media_type.hpp"
#include "sources/feed_text.hpp"
#include "sources/image_tags.hpp"
#include "sources/link.hpp"

namespace n3::feeds {
namespace {

constexpr std::size_t most_files = 20;          // of a message
constexpr std::size_t times_as_much = 4;        // as the largest of them, all together
constexpr std::chrono::minutes most_time{5};    // for all messages of a batch
constexpr std::size_t longest_file_name = 100;  // characters

// Empty: it says nothing that could be said of an attachment.
std::string type_name(const std::string& type) {
  const auto parsed = mime::parse_media_type(type);
  return parsed && !parsed->name.starts_with("multipart/") ? parsed->name : "";
}

bool is_picture(const std::string& type) {
  const std::string name = type_name(type);
  return name.starts_with("image/") && name != "image/svg+xml";  // which is a program as well
}

bool is_larger(const std::string& octets, std::size_t most) {
  std::size_t number = 0;
  const auto [end, error] = std::from_chars(octets.data(), octets.data() + octets.size(), number);
  return error == std::errc::result_out_of_range || (error == std::errc{} && number > most);
}

std::string cid_of(const std::string& url) { return sha256_hex(url).substr(0, 32) + "@n3.invalid"; }

}  // namespace

struct Files::Room {
  std::size_t octets;
  std::size_t files = most_files;
};

Message Files::pack(Message message, const std::vector<Enclosure>& enclosures) {
  Room room{times_as_much * options_.largest_enclosure};
  if (options_.images == Images::embed) embed_images(message, room);
  if (options_.enclosures == Enclosures::attach)
    for (const Enclosure& enclosure : enclosures) attach(message, enclosure, room);
  return message;
}

void Files::embed_images(Message& message, Room& room) {
  std::map<std::string, bool> embedded;  // by URL: whether it could be had
  const auto embed = [&](const std::string& url) {
    const auto [known, is_new] = embedded.try_emplace(url, false);
    if (!is_new) return known->second;
    auto image = get(url, room);
    if (!image || !is_picture(image->type)) return false;
    image->cid = cid_of(url);
    message.attach(std::move(*image));
    return known->second = true;
  };
  message.html(with_images_replaced(message.fields().html.value_or(""), [&](std::string_view tag) {
    const std::string_view source = attribute_in(tag, "src");
    const std::string url = plain_line(source);
    if (!embed(url)) return std::string(tag);
    const auto begin = static_cast<std::size_t>(source.data() - tag.data());
    return std::string(tag).replace(begin, source.size(), "cid:" + cid_of(url));
  }));
}

void Files::attach(Message& message, const Enclosure& enclosure, Room& room) {
  if (is_larger(enclosure.octets, options_.largest_enclosure)) return;
  auto file = get(enclosure.url, room);
  if (!file) return;
  const std::string announced = type_name(enclosure.type);
  if (type_name(file->type) == "text/html" && announced != "text/html") return;  // a page that says why there is none
  if (type_name(file->type).empty()) file->type = announced.empty() ? Attachment{}.type : announced;
  message.attach(std::move(*file));
}

http::Result Files::fetch(const std::string& url, std::size_t largest) {
  if (!url.starts_with("http")) return std::unexpected(http::Failure{"it is not on the web"});
  if (!deadline_) deadline_ = Clock::now() + most_time;
  const auto left = std::chrono::duration_cast<std::chrono::milliseconds>(*deadline_ - Clock::now());
  if (left.count() <= 0) return std::unexpected(http::Failure{"there is no time left"});
  return fetch_({.url = url,
                 .from_outside = true,
                 .largest = largest,
                 .patience = std::min<std::chrono::milliseconds>(options_.patience, left),
                 .interrupted = interrupted_.get()});
}

std::optional<Attachment> Files::get(const std::string& url, Room& room) {
  if (room.files == 0) return std::nullopt;
  --room.files;
  auto response = fetch(url, std::min(options_.largest_enclosure, room.octets));
  if (!response || response->body.empty()) return std::nullopt;
  room.octets -= response->body.size();
  return Attachment{.name = shortened(file_name(url), longest_file_name),
                    .bytes = std::move(response->body),
                    .type = response->content_type};
}

}  // namespace n3::feeds
