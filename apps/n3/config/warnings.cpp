#include <fmt/format.h>

#include <algorithm>

#include "config/config.hpp"
#include "config/preview.hpp"

namespace n3::program {
namespace {

struct SourceWarning {
  std::string operator()(const FeedSource& source) const {
    const Preview preview = messages_in(source);
    return preview.failure.empty() ? "" : fmt::format("{}: {}", source.url, preview.failure);
  }
  std::string operator()(const DirectorySource& source) const {
    const std::string path = source.path.string();
    if (looks_like_maildir(source.path)) {
      return fmt::format("{} looks like a Maildir, whose mail only type = \"maildir\" serves", path);
    }
    const Preview preview = messages_in(source);
    return preview.messages == 0U ? fmt::format("no *.eml in {}", path) : preview.failure;
  }
  std::string operator()(const MaildirSource& source) const { return messages_in(source).failure; }
  std::string operator()(const DemoSource&) const { return {}; }
};

bool has_readers(const Config& config, const std::string& mailbox) {
  return std::ranges::any_of(config.accounts, [&](const AccountConfig& account) {
    return std::ranges::find(account.mailboxes, mailbox) != account.mailboxes.end();
  });
}

}  // namespace

std::vector<Problem> warnings(const Config& config) {
  std::vector<Problem> warnings;
  const auto warn = [&](const Place& place, const std::string& text) {
    if (!text.empty()) warnings.push_back({place, text});
  };
  for (const MailboxConfig& mailbox : config.mailboxes) {
    if (!has_readers(config, mailbox.name)) warn(mailbox.place, "no account names it among its mailboxes");
    for (const SourceConfig& source : mailbox.sources) warn(source.place, std::visit(SourceWarning{}, source.what));
  }
  return warnings;
}

}  // namespace n3::program
