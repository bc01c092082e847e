#include "config/preview.hpp"

#include <fmt/format.h>

#include <n3/sources.hpp>

#include "base/settled.hpp"
#include "config/feed_url.hpp"

namespace n3::program {
namespace {

Preview look(Source& source) {
  auto answer = settled(source.fetch(""));
  if (answer.error()) return {.failure = answer.error()->text};
  const Batch& batch = *answer.value();
  if (batch.failure) return {.failure = batch.failure->text};
  return {.messages = batch.items.size()};
}

}  // namespace

Preview messages_in(const FeedSource& source) {
  if (source.url.empty() || !feed_scheme(source.url).empty()) return {};
  return look(*make_source(source));
}

Preview messages_in(const DirectorySource& source) { return look(*directory(source.path)); }

Preview messages_in(const MaildirSource& source) { return look(*maildir(source.path, OnDelete::hide, source.uidl)); }

Preview messages_in(const MboxSource& source) { return look(*mbox(source.path, source.format)); }

std::string to_string(const Preview& preview) {
  if (!preview.messages) return {};
  if (*preview.messages == 0) return ", no messages";
  return fmt::format(", {} message{}", *preview.messages, *preview.messages == 1 ? "" : "s");
}

bool looks_like_maildir(const std::filesystem::path& folder) {
  std::error_code ignored;
  return std::filesystem::is_directory(folder / "cur", ignored) &&
         std::filesystem::is_directory(folder / "new", ignored);
}

}  // namespace n3::program
