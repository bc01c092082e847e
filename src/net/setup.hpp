#pragma once

#include <memory>
#include <optional>
#include <string>
#include <vector>

#include <n3/pop3/session.hpp>
#include <n3/server.hpp>

#include "net/tls_context.hpp"

namespace n3::net {

/// Everything that is the same for all sessions of a server. Immutable: what changes a running server makes another
/// Setup, and a session keeps the one it began with.
struct Setup {
  std::shared_ptr<Accounts> accounts;
  bool accounts_instant = false;
  Server::OpenMaildrop on_login;
  bool on_login_instant = false;
  std::shared_ptr<const TlsContext> tls;         // null: no TLS
  Log log;                                       // never empty
  std::shared_ptr<const pop3::Service> service;  // what follows from all of it, for sessions
};

/// The name of this machine.
std::string host_name();

/// A name as it may stand in stamps and Message-IDs: letters, digits, hyphens, and at least one dot.
std::string dotted_host(std::string_view name);

/// What the embedder has said, and what follows from it.
struct Settings {
  std::shared_ptr<Accounts> accounts;
  Server::OpenMaildrop on_login;
  bool on_login_instant = false;
  std::shared_ptr<const TlsContext> tls;
  Log log;
  std::string host = dotted_host(host_name());
  Policy policy;
  std::vector<sasl::Mechanism> extensions;
  std::optional<std::vector<std::string>> offered;  // none: all that the accounts can serve
};

/// The first of the wanted names that no mechanism has.
std::optional<std::string> unknown_mechanism(const Settings& settings);

/// The built-in mechanisms and the added ones, as far as they are wanted and the accounts can serve them.
std::shared_ptr<const Setup> make_setup(const Settings& settings);

}  // namespace n3::net
