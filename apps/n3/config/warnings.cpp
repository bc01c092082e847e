#include <fmt/chrono.h>
#include <fmt/format.h>

#include <algorithm>
#include <chrono>
#include <utility>

#include "base/files.hpp"
#include "certificate/certificate.hpp"
#include "config/config.hpp"
#include "config/preview.hpp"

namespace n3::program {
namespace {

/// What a look into a source says; nothing that could be said without one.
struct SourceWarning {
  std::string operator()(const FeedSource& source) const {
    const Preview preview = messages_in(source);
    return preview.failure.empty() ? "" : fmt::format("{}: {}", source.url, preview.failure);
  }
  std::string operator()(const DirectorySource& source) const {
    if (looks_like_maildir(source.path)) return {};
    const Preview preview = messages_in(source);
    return preview.messages == 0U ? fmt::format("no *.eml in {}", source.path.string()) : preview.failure;
  }
  std::string operator()(const MaildirSource& source) const { return messages_in(source).failure; }
  std::string operator()(const MboxSource& source) const { return messages_in(source).failure; }
  std::string operator()(const DemoSource&) const { return {}; }
};

std::string type_warning(const SourceConfig& source) {
  const auto* directory = std::get_if<DirectorySource>(&source.what);
  if (!directory || !looks_like_maildir(directory->path)) return {};
  return fmt::format("{} looks like a Maildir, whose mail only type = \"maildir\" serves", directory->path.string());
}

std::string certificate_warning(const std::string& file) {
  constexpr std::chrono::days soon{7};
  const auto facts = certificate_facts(read_whole(file).value_or(""));
  if (!facts) return {};
  const auto now = std::chrono::system_clock::now();
  const auto text = [&](std::string_view what, std::chrono::sys_seconds when) {
    return fmt::format("the certificate {} {} {:%F %R} UTC", file, what, fmt::gmtime(when.time_since_epoch().count()));
  };
  if (facts->ends < now) return text("has ended, on", facts->ends);
  if (facts->begins > now) return text("is not good yet, but from", facts->begins);
  return facts->ends < now + soon ? text("ends soon, on", facts->ends) : "";
}

bool has_readers(const Config& config, const std::string& mailbox) {
  return std::ranges::any_of(config.accounts, [&](const AccountConfig& account) {
    return std::ranges::find(account.mailboxes, mailbox) != account.mailboxes.end();
  });
}

/// What one deletes has gone for the others.
std::string sharing_warning(const Config& config, const MailboxConfig& mailbox) {
  if (std::ranges::none_of(mailbox.sources, removes_files)) return {};
  std::vector<std::string> readers;
  for (const AccountConfig& account : config.accounts) {
    if (std::ranges::find(account.mailboxes, mailbox.name) != account.mailboxes.end()) {
      readers.push_back(account.login.user);
    }
  }
  const bool is_shared = readers.size() > 1 || std::ranges::find(readers, "*") != readers.end();
  if (!is_shared) return {};
  return fmt::format(
      "several accounts have this mailbox ({}), and what one deletes is removed for all; with delete = "
      "\"ledger\" it is only hidden from that one",
      fmt::join(readers, ", "));
}

/// Of a password that USER and PASS cannot carry.
std::string account_warning(const ListedAccount& login) {
  constexpr std::size_t longest = 255 - std::string_view("PASS \r\n").size();  // RFC 2449 section 4
  if (login.password.size() <= longest) return {};
  return fmt::format("the password has {} octets, and PASS can carry {}", login.password.size(), longest);
}

void add(std::vector<Problem>& warnings, const Place& place, std::string text) {
  if (!text.empty()) warnings.push_back({place, std::move(text)});
}

}  // namespace

std::vector<Problem> warnings(const Config& config) {
  std::vector<Problem> warnings;
  if (config.tls) add(warnings, config.tls->place, certificate_warning(config.tls->files.chain));
  for (const AccountConfig& account : config.accounts) add(warnings, account.place, account_warning(account.login));
  for (const MailboxConfig& mailbox : config.mailboxes) {
    if (!has_readers(config, mailbox.name)) add(warnings, mailbox.place, "no account names it among its mailboxes");
    add(warnings, mailbox.place, sharing_warning(config, mailbox));
    if (mailbox.sources.empty()) add(warnings, mailbox.place, "has no source: it shows what was imported, and no more");
    for (const SourceConfig& source : mailbox.sources) add(warnings, source.place, type_warning(source));
  }
  return warnings;
}

std::vector<Problem> source_warnings(const Config& config) {
  std::vector<Problem> warnings;
  for (const MailboxConfig& mailbox : config.mailboxes) {
    for (const SourceConfig& source : mailbox.sources) {
      add(warnings, source.place, std::visit(SourceWarning{}, source.what));
    }
  }
  return warnings;
}

}  // namespace n3::program
