#include <n3/server.hpp>

#include <algorithm>
#include <atomic>
#include <condition_variable>
#include <mutex>
#include <stdexcept>

#include "base/ascii.hpp"
#include "net/listener.hpp"
#include "net/setup.hpp"

namespace n3 {

using namespace net;

namespace {

/// Accounts that are a function.
class AccountsFunction final : public Accounts {
 public:
  AccountsFunction(Server::CheckPassword check, Server::FindSecret find, bool at_once)
      : check_(std::move(check)), find_(std::move(find)), instant_(at_once) {}

  Answer<Verdict> check(const Credential& credential) override {
    return check_ ? check_(credential) : Accounts::check(credential);
  }
  Answer<std::optional<Secret>> secret(std::string_view user) override {
    if (!find_) return std::optional<Secret>();
    return find_(user);
  }
  bool has_secrets() const override { return find_ != nullptr; }
  bool instant() const override { return instant_; }

 private:
  Server::CheckPassword check_;
  Server::FindSecret find_;
  bool instant_;
};

void require_mechanism_name(std::string_view name) {
  const bool good = !name.empty() && name.size() <= 20 && std::ranges::all_of(name, [](char c) {
    return (c >= 'A' && c <= 'Z') || ascii::is_digit(c) || c == '-' || c == '_';
  });
  if (!good)
    throw std::invalid_argument("\"" + std::string(name) + "\" is no mechanism name: 1 to 20 of A-Z, 0-9, - and _");
}

}  // namespace

struct Server::Impl {
  std::mutex mutex;  // guards what follows
  Settings settings;
  std::shared_ptr<const Setup> setup;
  std::vector<Listen> listens;
  unsigned threads = 1;
  bool started = false;
  bool stopped = false;

  std::atomic<std::uint64_t> sessions = 0;

  std::shared_ptr<BackendPool> pool = std::make_shared<BackendPool>();
  std::vector<std::unique_ptr<Loop>> loops;
  std::vector<std::unique_ptr<Listener>> listeners;

  std::mutex finish_mutex;
  std::condition_variable finish;
  std::size_t running = 0;

  template <class Change>
  void change(Change apply) {
    const std::lock_guard lock(mutex);
    apply(settings);
    setup = make_setup(settings);
  }

  std::shared_ptr<const Setup> current() {
    const std::lock_guard lock(mutex);
    return setup;
  }

  void welcome(Loop& loop, Socket socket, const Protocol::endpoint& peer, const Listen& listen,
               const PlaintextRule& plaintext);
  void require_complete() const;
  void require_not_started(const char* what) const;
  std::vector<std::string> open();  // the mutex is held
};

void Server::Impl::welcome(Loop& loop, Socket socket, const Protocol::endpoint& peer, const Listen& listen,
                           const PlaintextRule& plaintext) {
  auto now = current();
  pop3::Channel channel{.id = ++sessions,
                        .peer = net::to_string(peer),
                        .tls = {},
                        .implicit_tls = listen.tls == Tls::implicit,
                        .starttls = listen.tls == Tls::starttls && now->tls,
                        .plaintext_login = plaintext.allows(peer)};
  auto connection = std::make_shared<Connection>(loop, std::move(socket), std::move(now), pool, std::move(channel));
  if (loops.size() == 1) {
    connection->start();  // this is its thread
  } else {
    loop.handle()->post([connection = std::move(connection)] { connection->start(); });  // and it ends on that thread
  }
}

void Server::Impl::require_complete() const {
  if (!settings.accounts) throw std::runtime_error("nobody could log in: call Server::accounts before start()");
  if (const auto name = unknown_mechanism(settings))
    throw std::runtime_error("Server::mechanisms names \"" + *name + "\", which is neither built in nor added");
  const pop3::Service& service = *setup->service;
  if (!service.user && !service.apop && service.mechanisms.empty())
    throw std::runtime_error("nobody could log in: Server::mechanisms names none that there is for these accounts");
  if (!settings.on_login)
    throw std::runtime_error("there would be nothing to read: call Server::on_login before start()");
  if (listens.empty()) throw std::runtime_error("nobody could connect: call Server::listen before start()");
  for (const Listen& listen : listens)
    if (listen.tls == Tls::implicit && !settings.tls)
      throw std::runtime_error("TLS on " + listen.address + " needs a certificate: call Server::tls before start()");
}

void Server::Impl::require_not_started(const char* what) const {
  if (started) throw std::logic_error(std::string(what) + " comes too late: the server has been started already");
}

std::vector<std::string> Server::Impl::open() {
  if (started) throw std::logic_error("the server has been started already");
  if (stopped) throw std::logic_error("the server has been stopped already");
  require_complete();
  std::vector<Loop*> targets;
  std::vector<std::unique_ptr<Loop>> made;
  std::vector<std::string> addresses;
  try {
    for (unsigned i = 0; i < threads; ++i) targets.push_back(made.emplace_back(std::make_unique<Loop>()).get());
    for (const Listen& listen : listens) {
      listeners.push_back(std::make_unique<Listener>(
          listen, targets, settings.log, [this](Loop& loop, Socket socket, auto& peer, auto& where, auto& plaintext) {
            welcome(loop, std::move(socket), peer, where, plaintext);
          }));
      addresses.push_back(listeners.back()->address());
    }
  } catch (...) {
    listeners.clear();
    for (Loop* loop : targets) loop->post([loop] { loop->stop(pop3::Clock::now(), {}); });
    throw;
  }
  loops = std::move(made);
  running = loops.size();
  started = true;
  for (auto& listener : listeners) listener->start();
  return addresses;
}

Server::Server() : impl_(std::make_unique<Impl>()) { log({}); }

Server::~Server() {
  stop(std::chrono::milliseconds(0));
  for (auto& loop : impl_->loops) loop->join();
  impl_->listeners.clear();
  impl_->loops.clear();
  impl_->pool->stop();
}

// ---- What is served, and to whom ----

Server& Server::accounts(std::shared_ptr<Accounts> accounts) {
  impl_->change([&](Settings& settings) { settings.accounts = std::move(accounts); });
  return *this;
}

Server& Server::check_function(CheckPassword check, bool at_once) {
  return accounts(std::make_shared<AccountsFunction>(std::move(check), nullptr, at_once));
}

Server& Server::secret_function(FindSecret find, bool at_once) {
  return accounts(std::make_shared<AccountsFunction>(nullptr, std::move(find), at_once));
}

Server& Server::on_login_function(OpenMaildrop open, bool at_once) {
  impl_->change([&](Settings& settings) {
    settings.on_login = std::move(open);
    settings.on_login_instant = at_once;
  });
  return *this;
}

Server& Server::extend_auth(std::string name, std::function<sasl::Exchange(sasl::Client)> mechanism,
                            sasl::Encoding encoding) {
  return extend_auth(sasl::Mechanism{std::move(name), std::move(mechanism), encoding, sasl::Needs::check});
}

Server& Server::extend_auth(sasl::Mechanism mechanism) {
  mechanism.name = ascii::uppercase(mechanism.name);
  require_mechanism_name(mechanism.name);
  impl_->change([&](Settings& settings) {
    std::erase_if(settings.extensions, [&](const auto& other) { return other.name == mechanism.name; });
    settings.extensions.push_back(std::move(mechanism));
  });
  return *this;
}

Server& Server::mechanisms(std::vector<std::string> names) {
  impl_->change([&](Settings& settings) { settings.offered = std::move(names); });
  return *this;
}

Server& Server::name(std::string host) {
  impl_->change([&](Settings& settings) { settings.host = dotted_host(host); });
  return *this;
}

Server& Server::policy(Policy policy) {
  impl_->change([&](Settings& settings) { settings.policy = policy; });
  return *this;
}

Server& Server::tls(const Certificate& certificate) {
  auto context = std::make_shared<const TlsContext>(certificate);
  impl_->change([&](Settings& settings) { settings.tls = std::move(context); });
  return *this;
}

Server& Server::log(Log log) {
  auto one_at_a_time = [log = std::move(log), mutex = std::make_shared<std::mutex>()](const Event& event) {
    if (!log) return;
    const std::lock_guard lock(*mutex);
    try {
      log(event);
    } catch (...) {
      return;  // there is nobody left to tell
    }
  };
  impl_->change([&](Settings& settings) { settings.log = std::move(one_at_a_time); });
  return *this;
}

Server& Server::threads(unsigned count) {
  const std::lock_guard lock(impl_->mutex);
  impl_->require_not_started("Server::threads");
  impl_->threads = std::max(1u, count);
  return *this;
}

Server& Server::listen(Listen listen) {
  const std::lock_guard lock(impl_->mutex);
  impl_->require_not_started("Server::listen");
  impl_->listens.push_back(std::move(listen));
  return *this;
}

// ---- Running ----

std::vector<std::string> Server::start() {
  const std::lock_guard lock(impl_->mutex);
  return impl_->open();
}

std::size_t Server::sessions() const {
  const std::lock_guard lock(impl_->mutex);
  std::size_t all = 0;
  for (const auto& loop : impl_->loops) all += loop->connections();
  return all;
}

void Server::run() {
  {
    const std::lock_guard lock(impl_->mutex);
    if (!impl_->started && !impl_->stopped) impl_->open();
  }
  std::unique_lock lock(impl_->finish_mutex);
  impl_->finish.wait(lock, [&] { return impl_->running == 0; });
}

void Server::stop(std::chrono::milliseconds deadline) {
  const std::lock_guard lock(impl_->mutex);
  const bool first = !std::exchange(impl_->stopped, true);
  if (!impl_->started) return;
  const pop3::Time until = pop3::Clock::now() + deadline;
  if (first)
    for (auto& listener : impl_->listeners) impl_->loops.front()->post([&listener] { listener->stop(); });

  for (auto& loop : impl_->loops) {
    auto finished = [this] {
      const std::lock_guard finishing(impl_->finish_mutex);
      --impl_->running;
      impl_->finish.notify_all();
    };
    loop->post([&loop = *loop, until, finished, first] {
      loop.stop(until, first ? std::function<void()>(finished) : nullptr);
    });
  }
}

}  // namespace n3
