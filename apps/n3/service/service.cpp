#include "service/service.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <filesystem>
#include <map>
#include <optional>
#include <stdexcept>
#include <system_error>

#include <n3/memory_maildrop.hpp>
#include <n3/sources.hpp>

#include "base/now.hpp"
#include "config/summary.hpp"
#include "config/units.hpp"
#include "demo/foobar.hpp"
#include "demo/message.hpp"
#include "service/log.hpp"
#include "service/spool.hpp"
#include "spool/ledger_file.hpp"

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

Service::Service(const Config& config, Log log) : config_(config), spool_(serving_spool(config, log)) {
  if (has_fetch_process(config)) fetching_ = std::make_unique<FetchProcess>(config);
  server_.log(counting(std::move(log))).name(config.name).policy(config.policy).accounts(make_accounts(config));
  server_.on_login(open_maildrops(config, spool_));
  if (std::ranges::find(config.mechanisms, "FOOBAR") != config.mechanisms.end()) {
    server_.extend_auth("FOOBAR", foobar, sasl::raw);
  }
  if (!config.mechanisms.empty()) server_.mechanisms(config.mechanisms);
  if (config.tls) server_.tls(config.tls->files);
  for (const ListenConfig& listen : config.listen) server_.listen(static_cast<const Listen&>(listen));
}

std::vector<std::string> Service::start(Signals& signals) {
  addresses_ = server_.start();
  started_ = now();
  spool_->start();
  if (fetching_) fetching_->start();
  if (config_.spool != "memory") open_control();
  const auto end = [this] {
    server_.stop(config_.drain);  // first: whoever reads the log may have stopped reading
    log_line(Event::Level::info, "ending");
  };
  const auto still_here = [drain = duration_text(config_.drain)] {
    log_line(Event::Level::info, fmt::format("sessions have {} to finish, a second signal ends at once", drain));
  };
  signals.on_first(end, still_here);
  return addresses_;
}

Log Service::counting(Log log) {
  return [this, log = std::move(log)](const Event& event) {
    if (event.session) ++ended_;
    log(event);
  };
}

// Mail is served all the same where that fails.
void Service::open_control() try {
  control_ =
      std::make_unique<ControlSocket>(control_path(spool_place(config_.spool)), [this](std::string_view command) {
        if (command == "status") return to_text(status(), now());
        throw std::runtime_error("there is no such command");
      });
} catch (const std::system_error& error) {
  const bool is_taken = error.code() == std::errc::address_in_use;
  log_line(Event::Level::warning, fmt::format("\"n3 status\" does not reach this server: {}{}", error.what(),
                                              is_taken ? "; another one has this spool" : ""));
}

Status Service::status() const {
  Status status{.started = started_,
                .sessions = server_.sessions(),
                .ended = ended_,
                .fetching = fetching_ ? fetching_->state() : "",
                .spool = spool_place(config_.spool)};
  for (std::size_t i = 0; i < addresses_.size(); ++i)
    status.listening.push_back(fmt::format("{} ({})", addresses_[i], tls_text(config_.listen[i].tls)));
  if (!std::filesystem::exists(status.spool))
    throw std::runtime_error("the spool has gone: there is no " + status.spool);
  const auto known = spool::Upkeep(spool::open_ledger_file({status.spool})).sources();
  for (const MailboxConfig& mailbox : config_.mailboxes)
    for (const SourceConfig& source : mailbox.sources)
      for (const auto& facts : known)
        if (facts.mailbox == mailbox.name && facts.name == source.name) status.sources.push_back(facts);
  return status;
}

}  // namespace n3::program
