#include "config/summary.hpp"

#include <fmt/chrono.h>
#include <fmt/format.h>
#include <fmt/ranges.h>

#include "base/files.hpp"
#include "base/one_line.hpp"
#include "certificate/certificate.hpp"
#include "config/feed_url.hpp"
#include "config/preview.hpp"
#include "config/units.hpp"

namespace n3::program {
namespace {

/// Lines of "  label  text", the label only on the first of those that share it.
class Lines {
 public:
  void add(std::string_view label, const std::string& text) {
    text_ += fmt::format("  {:<8}  {}\n", label == last_ ? "" : label, one_line(text));
    last_ = label;
  }
  std::string take() { return std::move(text_); }

 private:
  std::string text_;
  std::string last_;
};

std::string place_text(const FeedSource& source) {
  if (!source.opml.empty()) return fmt::format("the feeds of {}", source.opml.string());
  if (source.url.empty()) return fmt::format("{} feeds", source.urls.size());
  return fmt::format("feed {}", feed_name(source.url));
}

std::string digest_text(const Digest& digest) {
  const std::chrono::hh_mm_ss at(digest.at);
  return fmt::format(", as a digest at {:02}:{:02}, {}", at.hours().count(), at.minutes().count(), digest.zone);
}

struct SourceText {
  std::string operator()(const FeedSource& source) const {
    return fmt::format("{}{}, every {}{}", place_text(source), to_string(messages_in(source)),
                       duration_text(source.refresh), source.digest ? digest_text(*source.digest) : "");
  }
  std::string operator()(const DirectorySource& source) const { return folder_text("directory", source); }
  std::string operator()(const MaildirSource& source) const { return folder_text("maildir", source); }
  std::string operator()(const MboxSource& source) const {
    return fmt::format("mbox {}{}", source.path.string(), to_string(messages_in(source)));
  }
  std::string operator()(const DemoSource& source) const {
    return source.at_every_login ? "a fresh message at every login" : "a message when it starts";
  }

 private:
  static std::string folder_text(std::string_view type, const auto& source) {
    return fmt::format("{} {}{}{}", type, source.path.string(), to_string(messages_in(source)),
                       source.on_delete == OnDelete::remove_file ? ", where DELE removes files" : "");
  }
};

std::string rules_text(const MailboxRules& rules) {
  std::vector<std::string> parts;
  if (rules.keep > 0) parts.push_back(fmt::format("keeps the newest {}", rules.keep));
  if (rules.keep_for.count() > 0) parts.push_back("keeps messages for " + duration_text(rules.keep_for));
  if (rules.backlog) parts.push_back(fmt::format("a new source begins with {}", *rules.backlog));
  if (rules.changes == Changes::replace) parts.emplace_back("what changes is replaced until it is read");
  if (rules.changes == Changes::reply) parts.emplace_back("what changes is told of in a reply");
  if (rules.report_after.count() == 0) parts.emplace_back("says nothing of sources that fail");
  if (rules.report_after.count() > 0 && rules.report_after != usual_report_after)
    parts.push_back(fmt::format("says so when a source has failed for {}", duration_text(rules.report_after)));
  if (rules.lock == Lock::exclusive) parts.emplace_back("one session at a time");
  return fmt::format("{}", fmt::join(parts, ", "));
}

std::string certificate_text(const Certificate& files) {
  const auto facts = certificate_facts(read_whole(files.chain).value_or(""));
  if (!facts) return files.chain;
  const auto end = fmt::gmtime(facts->ends.time_since_epoch().count());
  const bool ended = facts->ends < std::chrono::system_clock::now();
  return fmt::format("{}, {} {:%F}", files.chain, ended ? "which ENDED on" : "good until", end);
}

}  // namespace

std::string source_text(const SourceConfig& source) { return std::visit(SourceText{}, source.what); }

std::string_view tls_text(Tls tls) {
  switch (tls) {
    case Tls::starttls: return "STLS";
    case Tls::implicit: return "TLS";
    default: return "no TLS";
  }
}

std::string plaintext_login_text(const PlaintextLogin& login) {
  if (login.everywhere) return "logins without TLS from everywhere";
  if (!login.loopback) return "no logins without TLS";
  if (login.networks.empty()) return "logins without TLS from this machine only";
  return fmt::format("logins without TLS from this machine and {}", fmt::join(login.networks, ", "));
}

std::string to_summary(const Config& config) {
  Lines lines;
  lines.add("name", config.name);
  for (const Listen& listen : config.listen) {
    const bool is_implicit = listen.tls == Tls::implicit;
    lines.add("listen", fmt::format("{}, {}{}{}", listen.address, tls_text(listen.tls), is_implicit ? "" : ", ",
                                    is_implicit ? "" : plaintext_login_text(listen.plaintext_login)));
  }
  if (config.tls) lines.add("tls", certificate_text(config.tls->files));
  lines.add("login", config.mechanisms.empty() ? "all that the accounts can serve"
                                               : fmt::format("{}", fmt::join(config.mechanisms, ", ")));
  for (const AccountConfig& account : config.accounts) {
    lines.add("account", fmt::format("{}: {}", account.login.user, fmt::join(account.mailboxes, ", ")));
  }
  for (const MailboxConfig& mailbox : config.mailboxes) {
    if (const std::string rules = rules_text(mailbox.rules); !rules.empty()) {
      lines.add("mailbox", fmt::format("{}: {}", mailbox.name, rules));
    }
    for (const SourceConfig& source : mailbox.sources) {
      lines.add("mailbox", fmt::format("{}: {}", mailbox.name, source_text(source)));
    }
  }
  return lines.take();
}

}  // namespace n3::program
