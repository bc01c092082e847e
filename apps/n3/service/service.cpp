#include "service/service.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <map>
#include <optional>

#include <n3/memory_maildrop.hpp>
#include <n3/sources.hpp>

#include "config/units.hpp"
#include "demo/foobar.hpp"
#include "demo/message.hpp"
#include "service/log.hpp"
#include "service/spool_place.hpp"

namespace n3::program {
namespace {

/// What an account finds in its maildrop: what is in the spool, or else a message made for it.
struct Contents {
  std::vector<std::string> mailboxes;
  bool is_fresh = false;
};
using ContentsOfUsers = std::map<std::string, Contents, std::less<>>;

ContentsOfUsers contents_of_users(const Config& config) {
  ContentsOfUsers result;
  for (const AccountConfig& account : config.accounts) {
    const auto& first = *std::ranges::find(config.mailboxes, account.mailboxes.front(), &MailboxConfig::name);
    result[account.login.user] = {account.mailboxes, is_fresh(first)};
  }
  return result;
}

/// Folders are listed at each login; where that fails they are tried again after so long.
constexpr std::chrono::seconds folder_retry{60};

/// Adds the source to a mailbox of the spool.
struct AddSource {
  Spool::Mailbox& mailbox;
  const std::string& name;

  void operator()(const FeedSource& source) const { mailbox.source(name, make_source(source), source.refresh); }
  void operator()(const auto& folder) const { mailbox.source(name, make_source(folder), folder_retry); }
  void operator()(const DemoSource& source) const {
    if (!source.at_every_login) mailbox.source(name, welcome_source(), std::chrono::hours(24));
  }
};

std::shared_ptr<Spool> make_spool(const Config& config, Log log) {
  // A login waits for first fetches, and its client for the login, but not for longer than a question may take.
  const auto first_fetch =
      std::min(std::chrono::milliseconds(10'000), std::chrono::milliseconds(config.policy.question) / 2);
  auto spool =
      Spool::open(spool_place(config.spool), {.host = config.name, .log = std::move(log), .first_fetch = first_fetch});
  for (const MailboxConfig& mailbox : config.mailboxes) {
    spool->mailbox(mailbox.name).rules(mailbox.rules);
    for (const SourceConfig& source : mailbox.sources) {
      std::visit(AddSource{spool->mailbox(mailbox.name), source.name}, source.what);
    }
  }
  return spool;
}

std::shared_ptr<Accounts> make_accounts(const Config& config) {
  std::vector<ListedAccount> accounts;
  accounts.reserve(config.accounts.size());
  for (const AccountConfig& account : config.accounts) {
    accounts.push_back(account.login);
    accounts.back().mailboxes = account.mailboxes;
  }
  // Clients take the strongest mechanism they see. Where some accounts could not use it, it must be asked for by name.
  const auto secrets = config.mechanisms.empty() ? AccountList::Secrets::where_all : AccountList::Secrets::where_any;
  return std::make_shared<AccountList>(std::move(accounts), secrets);
}

std::unique_ptr<Maildrop> fresh_maildrop(const Login& login, const std::string& host) {
  auto maildrop = std::make_unique<MemoryMaildrop>(host);
  maildrop->add(fresh_message(login));
  return maildrop;
}

/// Of "andris+blog", who is andris: "blog".
std::optional<std::string> chosen_mailbox(const Login& login) {
  const bool has_one = login.user.size() > login.account.size() && login.user.starts_with(login.account + "+");
  return has_one ? std::optional(login.user.substr(login.account.size() + 1)) : std::nullopt;
}

Server::OpenMaildrop open_maildrops(const Config& config, std::shared_ptr<Spool> spool) {
  return [users = contents_of_users(config), spool = std::move(spool),
          host = config.name](const Login& login) -> Answer<std::unique_ptr<Maildrop>> {
    auto found = users.find(login.account);
    if (found == users.end()) found = users.find("*");
    if (found == users.end()) return Error::permanent("this account has no mailbox");
    if (found->second.is_fresh) return fresh_maildrop(login, host);
    const auto one = chosen_mailbox(login);
    return spool->maildrop(login.account, one ? std::vector{*one} : found->second.mailboxes);
  };
}

}  // namespace

void require_addresses(const std::vector<ListenConfig>& listen) {
  Server server;
  server.accounts([](std::string_view) { return std::optional<Secret>(); });
  server.on_login([](const Login&) { return MemoryMaildrop(); });
  for (const Listen& each : listen) server.listen({each.address, Tls::none, PlaintextLogin::never()});
  server.start();
}

Service::Service(const Config& config, Log log) : spool_(make_spool(config, log)), drain_(config.drain) {
  server_.log(std::move(log)).name(config.name).policy(config.policy).accounts(make_accounts(config));
  server_.on_login(open_maildrops(config, spool_));
  if (std::ranges::find(config.mechanisms, "FOOBAR") != config.mechanisms.end()) {
    server_.extend_auth("FOOBAR", foobar, sasl::raw);
  }
  if (!config.mechanisms.empty()) server_.mechanisms(config.mechanisms);
  if (config.tls) server_.tls(config.tls->files);
  for (const ListenConfig& listen : config.listen) server_.listen(static_cast<const Listen&>(listen));
}

std::vector<std::string> Service::start(Signals& signals) {
  auto addresses = server_.start();
  spool_->start();
  const auto end = [this] {
    log_line(Event::Level::info, "ending");
    server_.stop(drain_);
  };
  const auto still_here = [drain = duration_text(drain_)] {
    log_line(Event::Level::info, fmt::format("sessions have {} to finish, a second signal ends at once", drain));
  };
  signals.on_first(end, still_here);
  return addresses;
}

}  // namespace n3::program
