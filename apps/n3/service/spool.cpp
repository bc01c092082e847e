#include "service/spool.hpp"

#include <algorithm>
#include <utility>
#include <variant>

#include <n3/sources.hpp>

#include "base/state_folder.hpp"
#include "demo/message.hpp"
#include "spool/open.hpp"

namespace n3::program {
namespace {

/// When folders are listed.
constexpr std::chrono::seconds each_login{0};

bool is_feed(const SourceConfig& source) { return std::holds_alternative<FeedSource>(source.what); }

/// Adds the source to a mailbox of the spool.
struct AddSource {
  Spool::Mailbox& mailbox;
  const std::string& name;

  void operator()(const FeedSource& source) const { mailbox.source(name, make_source(source), source.refresh); }
  void operator()(const auto& folder) const { mailbox.source(name, make_source(folder), each_login); }
  void operator()(const DemoSource& source) const {
    if (!source.at_every_login) mailbox.source(name, welcome_source(), std::chrono::hours(24));
  }
};

void add(Spool& spool, const MailboxConfig& mailbox, const SourceConfig& source) {
  std::visit(AddSource{spool.mailbox(mailbox.name), source.name}, source.what);
}

void set_rules(Spool& spool, const Config& config) {
  for (const MailboxConfig& mailbox : config.mailboxes) spool.mailbox(mailbox.name).rules(mailbox.rules);
}

}  // namespace

std::string spool_place(const std::string& spool) {
  const bool is_whole = spool == "memory" || spool.starts_with('/');
  return is_whole ? spool : (state_folder() / spool).string();
}

bool has_fetch_process(const Config& config) {
  return config.spool != "memory" && std::ranges::any_of(config.mailboxes, [](const MailboxConfig& mailbox) {
           return std::ranges::any_of(mailbox.sources, is_feed);
         });
}

std::shared_ptr<Spool> serving_spool(const Config& config, Log log) {
  // A login waits for first fetches, and its client for the login, but not for longer than a question may take.
  const auto first_fetch =
      std::min(std::chrono::milliseconds(10'000), std::chrono::milliseconds(config.policy.question) / 2);
  auto spool =
      Spool::open(spool_place(config.spool), {.host = config.name, .log = std::move(log), .first_fetch = first_fetch});
  set_rules(*spool, config);
  const bool has_fetcher = has_fetch_process(config);
  for (const MailboxConfig& mailbox : config.mailboxes) {
    for (const SourceConfig& source : mailbox.sources) {
      if (has_fetcher && is_feed(source)) {
        spool->mailbox(mailbox.name).source_elsewhere(source.name);
      } else {
        add(*spool, mailbox, source);
      }
    }
  }
  return spool;
}

std::shared_ptr<Spool> preview_spool(const Config& config, const MailboxConfig& mailbox, Log log) {
  auto spool =
      Spool::open("memory", {.host = config.name, .log = std::move(log), .first_fetch = std::chrono::hours(1)});
  spool->mailbox(mailbox.name).rules(mailbox.rules);
  for (const SourceConfig& source : mailbox.sources) add(*spool, mailbox, source);
  spool->start();
  return spool;
}

std::shared_ptr<Spool> fetching_spool(const Config& config, Log log) {
  auto spool = spool::open({spool_place(config.spool)}, {.host = config.name, .log = std::move(log)},
                           spool::Housekeeping::elsewhere);
  set_rules(*spool, config);
  for (const MailboxConfig& mailbox : config.mailboxes)
    for (const SourceConfig& source : mailbox.sources)
      if (is_feed(source)) add(*spool, mailbox, source);
  return spool;
}

}  // namespace n3::program
