#include "scripted_server.hpp"

#include <algorithm>
#include <stdexcept>
#include <utility>

#include "certificates.hpp"
#include "service.hpp"

namespace n3::transcripts {

class ScriptedServer::ServedAccounts final : public Accounts {
 public:
  explicit ServedAccounts(ScriptedServer& server) : server_(server) {}
  Answer<Verdict> check(const Credential& credential) override { return server_.world()->check(credential); }
  Answer<std::optional<Secret>> secret(std::string_view user) override { return server_.world()->secret(user); }
  bool has_secrets() const override { return server_.setting_.has_secrets; }

 private:
  ScriptedServer& server_;
};

class ScriptedServer::ServedMaildrop final : public Maildrop {
 public:
  explicit ServedMaildrop(std::shared_ptr<World> world) : world_(std::move(world)) {}
  Answer<Snapshot> list() override { return world_->list(); }
  Answer<Body> open(std::size_t index) override { return world_->open(index); }
  Answer<Done> remove(std::span<const std::size_t> indexes) override { return world_->remove(indexes); }
  std::vector<std::string> locks() const override {
    return world_->setting().maildrop_held ? std::vector<std::string>{"inbox"} : std::vector<std::string>();
  }

 private:
  std::shared_ptr<World> world_;
};

ScriptedServer::ScriptedServer(const Setting& setting) : setting_(setting) {
  const Way way = setting.way;
  const PlaintextLogin logins = way.plaintext_login ? PlaintextLogin{} : PlaintextLogin::never();
  server_.name(std::string(host)).policy(setting.policy).tls(test::make_certificate(folder_));
  server_.accounts(std::make_shared<ServedAccounts>(*this));
  server_.on_login(
      [this](const Login&) -> std::unique_ptr<Maildrop> { return std::make_unique<ServedMaildrop>(world()); });
  server_.log([this](const n3::Event& event) { note(event); });
  if (!setting.mechanisms.empty()) server_.mechanisms(setting.mechanisms);
  for (const sasl::Mechanism& mechanism : added_mechanisms())
    if (std::ranges::find(setting.mechanisms, mechanism.name) != setting.mechanisms.end())
      server_.extend_auth(mechanism);
  server_.listen({"127.0.0.1:0", way.kind == Way::Kind::plaintext ? Tls::none : Tls::starttls, logins});
  server_.listen({"127.0.0.1:0", Tls::implicit, logins});
  addresses_ = server_.start();
}

ScriptedServer::~ScriptedServer() { server_.stop(std::chrono::milliseconds(0)); }

std::shared_ptr<const World> ScriptedServer::begin() {
  {
    const std::lock_guard lock(mutex_);
    world_ = std::make_shared<World>(setting_);
  }
  if (setting_.maildrop_held && !holder_) {
    hold_maildrop();
    return begin();  // what the holder asked for is no part of the dialogue
  }
  return world();
}

// The other session, which has the maildrop to itself.
void ScriptedServer::hold_maildrop() {
  const ScriptedAccount& account = setting_.accounts.front();
  holder_ = std::make_unique<TcpClient>(plaintext_address());
  holder_->next_line();
  for (const std::string& command : {"USER " + account.user, "PASS " + account.password}) {
    holder_->send(command + "\r\n");
    const auto reply = holder_->next_line();
    if (!reply || !reply->starts_with("+OK")) throw std::runtime_error("the session that holds the maildrop failed");
  }
}

std::shared_ptr<World> ScriptedServer::world() {
  const std::lock_guard lock(mutex_);
  return world_;
}

void ScriptedServer::note(const n3::Event& event) {
  if (!event.session) return;
  const std::lock_guard lock(mutex_);
  summaries_.push_back(*event.session);
  ended_.notify_all();
}

std::optional<SessionSummary> ScriptedServer::summary_of(const std::string& peer) {
  std::unique_lock lock(mutex_);
  auto found = summaries_.end();
  ended_.wait_for(lock, TcpClient::patience, [&] {
    found = std::ranges::find(summaries_, peer, &SessionSummary::peer);
    return found != summaries_.end();
  });
  if (found == summaries_.end()) return std::nullopt;
  return *found;
}

}  // namespace n3::transcripts
