#include "service.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <map>

#include <n3/memory_maildrop.hpp>
#include <n3/sources.hpp>

#include "demo_message.hpp"
#include "foobar.hpp"
#include "joined_maildrop.hpp"
#include "log.hpp"
#include "units.hpp"

namespace n3::program {
namespace {

/// What an account finds in its maildrop.
struct Mailboxes {
  std::vector<std::string> spooled;  // names
  bool fresh_message = false;
};
using MailboxesOfUsers = std::map<std::string, Mailboxes, std::less<>>;

bool is_fresh(const SourceConfig& source) {
  const auto* demo = std::get_if<DemoSource>(&source.what);
  return demo && demo->at_every_login;
}

MailboxesOfUsers mailboxes_of_users(const Config& config) {
  MailboxesOfUsers result;
  for (const AccountConfig& account : config.accounts) {
    Mailboxes& mailboxes = result[account.login.user];
    for (const std::string& name : account.mailboxes) {
      const auto& sources = std::ranges::find(config.mailboxes, name, &MailboxConfig::name)->sources;
      if (std::ranges::any_of(sources, is_fresh)) mailboxes.fresh_message = true;
      if (!std::ranges::all_of(sources, is_fresh)) mailboxes.spooled.push_back(name);
    }
  }
  return result;
}

/// Folders are listed at each login; where that fails they are tried again after so long.
constexpr std::chrono::seconds folder_retry{60};

/// Adds the source to a mailbox of the spool.
struct AddSource {
  Spool::Mailbox& mailbox;
  const std::string& name;

  void operator()(const FeedSource& source) const {
    mailbox.source(name, feed(source.url, {.largest = source.largest}), source.refresh);
  }
  void operator()(const DirectorySource& source) const { mailbox.source(name, directory(source.path), folder_retry); }
  void operator()(const MaildirSource& source) const { mailbox.source(name, maildir(source.path), folder_retry); }
  void operator()(const DemoSource& source) const {
    if (!source.at_every_login) mailbox.source(name, welcome_source(), std::chrono::hours(24));
  }
};

std::shared_ptr<Spool> make_spool(const Config& config, Log log) {
  // A login waits for first fetches, and its client for the login, but not for longer than a question may take.
  const auto first_fetch = std::min(std::chrono::seconds(10), config.policy.question / 2);
  auto spool = Spool::open(config.spool, {.host = config.name, .log = std::move(log), .first_fetch = first_fetch});
  for (const MailboxConfig& mailbox : config.mailboxes) {
    for (const SourceConfig& source : mailbox.sources) {
      std::visit(AddSource{spool->mailbox(mailbox.name), source.name}, source.what);
    }
  }
  return spool;
}

std::shared_ptr<Accounts> make_accounts(const Config& config) {
  std::vector<ListedAccount> accounts;
  accounts.reserve(config.accounts.size());
  for (const AccountConfig& account : config.accounts) accounts.push_back(account.login);
  // Clients take the strongest mechanism they see. Where some accounts could not use it, it must be asked for by name.
  const auto secrets = config.mechanisms.empty() ? AccountList::Secrets::where_all : AccountList::Secrets::where_any;
  return std::make_shared<AccountList>(std::move(accounts), secrets);
}

std::unique_ptr<Maildrop> with_fresh_message(std::unique_ptr<Maildrop> maildrop, const Login& login,
                                             const std::string& host) {
  MemoryMaildrop fresh(host);
  fresh.add(fresh_message(login));
  auto second = std::make_unique<MemoryMaildrop>(std::move(fresh));
  if (!maildrop) return second;
  return std::make_unique<JoinedMaildrop>(std::move(maildrop), std::move(second));
}

Server::OpenMaildrop open_maildrops(const Config& config, std::shared_ptr<Spool> spool) {
  return [users = mailboxes_of_users(config), spool = std::move(spool),
          host = config.name](const Login& login) -> Answer<std::unique_ptr<Maildrop>> {
    auto found = users.find(login.account);
    if (found == users.end()) found = users.find("*");
    if (found == users.end()) return Error::permanent("this account has no mailbox");
    const Mailboxes& mailboxes = found->second;
    std::unique_ptr<Maildrop> maildrop;
    if (!mailboxes.spooled.empty()) maildrop = spool->maildrop(login.account, mailboxes.spooled);
    if (mailboxes.fresh_message) maildrop = with_fresh_message(std::move(maildrop), login, host);
    return maildrop;
  };
}

}  // namespace

Service::Service(const Config& config, Log log) : spool_(make_spool(config, log)), drain_(config.drain) {
  server_.log(std::move(log)).name(config.name).policy(config.policy).accounts(make_accounts(config));
  server_.on_login(open_maildrops(config, spool_));
  if (std::ranges::find(config.mechanisms, "FOOBAR") != config.mechanisms.end()) {
    server_.extend_auth("FOOBAR", foobar, sasl::raw);
  }
  if (!config.mechanisms.empty()) server_.mechanisms(config.mechanisms);
  if (config.tls) server_.tls(config.tls->files);
  for (const Listen& listen : config.listen) server_.listen(listen);
}

std::vector<std::string> Service::start() {
  auto addresses = server_.start();
  spool_->start();
  return addresses;
}

void Service::run(Signals& signals) {
  signals.on_first([this] {
    const std::string drain = duration_text(drain_);
    log_line(Event::Level::info,
             fmt::format("ending: sessions have {} to finish, a second signal ends at once", drain));
    server_.stop(drain_);
  });
  server_.run();
}

}  // namespace n3::program
