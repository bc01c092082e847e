#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <sstream>
#include <stdexcept>
#include <utility>

#include "base/host.hpp"
#include "base/nearest.hpp"
#include "config/config.hpp"
#include "config/key_depth.hpp"
#include "config/listen_address.hpp"
#include "config/tables.hpp"
#include "net/address.hpp"

namespace n3::program {
namespace {

constexpr std::string_view certificate_hint = "\"n3 cert\" makes a certificate and its key";

template <class Value>
struct Choice {
  std::string_view word;
  Value value;
};

template <class Value, std::size_t size>
std::optional<Value> choose(TomlTable& table, const Word& word, const std::array<Choice<Value>, size>& choices) {
  std::vector<std::string> known;
  for (const auto& [name, value] : choices) {
    if (word.text == name) return value;
    known.emplace_back(name);
  }
  table.complain(word.place, fmt::format("\"{}\" is none of its values; {}", word.text, suggestion(word.text, known)));
  return std::nullopt;
}

PlaintextLogin read_plaintext_login(TomlTable& table) {
  PlaintextLogin login;
  if (table.is_list("plaintext_login")) {
    for (Word& network : table.words("plaintext_login").value_or(std::vector<Word>())) {
      try {
        net::PlaintextRule({.networks = {network.text}});
      } catch (const std::runtime_error& problem) {
        table.complain(network.place, problem.what());
      }
      login.networks.push_back(std::move(network.text));
    }
  } else if (const auto word = table.word("plaintext_login")) {
    const std::array<Choice<PlaintextLogin>, 3> choices{
        {{"loopback", {}}, {"never", PlaintextLogin::never()}, {"always", PlaintextLogin::always()}}};
    login = choose(table, *word, choices).value_or(login);
  }
  return login;
}

/// The path of a unix socket is taken from the folder, as all paths are.
std::string absolute_address(const std::string& address, const std::filesystem::path& folder) {
  constexpr std::string_view prefix = "unix:";
  if (!address.starts_with(prefix) || address == prefix) return address;
  return fmt::format("{}{}", prefix, (folder / address.substr(prefix.size())).string());
}

/// Complains of an address that cannot be listened on, or not beside the others.
void check_address(TomlTable& table, const ListenConfig& listen, const Config& config) {
  if (auto problem = address_problem(listen.address); !problem.empty()) {
    return table.complain(listen.place, std::move(problem));
  }
  for (std::size_t i = 0; i < config.listen.size(); ++i) {
    const std::string& other = config.listen[i].address;
    if (!address_problem(other).empty() || !collide(listen.address, other)) continue;
    table.complain(listen.place, fmt::format("cannot be listened on beside listen[{}], {}", i, other));
  }
}

Tls usual_tls(std::string_view address) {
  if (address.starts_with("unix:")) return Tls::none;
  return address.ends_with(":995") ? Tls::implicit : Tls::starttls;
}

/// What is wrong counts as none, so that it is complained of once.
Tls read_tls_word(TomlTable& table, Tls usual) {
  const auto word = table.word("tls");
  if (!word) return usual;
  constexpr std::array<Choice<Tls>, 3> choices{
      {{"starttls", Tls::starttls}, {"implicit", Tls::implicit}, {"none", Tls::none}}};
  return choose(table, *word, choices).value_or(Tls::none);
}

void read_listen(TomlTable& root, const std::filesystem::path& folder, Config& config) {
  for (TomlTable& table : root.tables("listen")) {
    ListenConfig listen;
    if (const auto address = table.needed("address", "address = \"127.0.0.1:1110\"")) {
      listen.address = absolute_address(address->text, folder);
      listen.place = address->place;
      check_address(table, listen, config);
    }
    listen.tls = read_tls_word(table, usual_tls(listen.address));
    listen.plaintext_login = read_plaintext_login(table);
    if (listen.tls != Tls::none && !root.has("tls")) {
      table.complain(
          table.place("tls"),
          fmt::format("needs [tls] with certificate and key ({}), or else tls = \"none\"", certificate_hint));
    }
    table.finish();
    config.listen.push_back(std::move(listen));
  }
  if (!root.has("listen")) {
    root.complain(root.place("listen"), "is missing: [[listen]] with address = \"127.0.0.1:1110\"");
  }
}

void read_tls(TomlTable& root, const std::filesystem::path& folder, Config& config) {
  auto table = root.table("tls");
  if (!table) return;
  const auto certificate = table->needed("certificate", certificate_hint);
  const auto key = table->needed("key", certificate_hint);
  table->finish();
  if (!certificate || !key) return;
  config.tls = TlsConfig{{(folder / certificate->text).string(), (folder / key->text).string()}, table->place()};
}

bool needs_secret(std::string_view mechanism) { return mechanism == "APOP" || mechanism == "CRAM-MD5"; }

void read_auth(TomlTable& root, Config& config) {
  auto table = root.table("auth");
  if (!table) return;
  const std::vector<std::string> known{"USER", "APOP", "PLAIN", "LOGIN", "CRAM-MD5", "FOOBAR"};
  const bool any_clear =
      std::ranges::any_of(config.accounts, [](const AccountConfig& account) { return account.login.hash.empty(); });
  for (const auto& [name, place] : table->words("mechanisms").value_or(std::vector<Word>())) {
    if (std::ranges::find(known, name) == known.end()) {
      table->complain(place, fmt::format("\"{}\" is no mechanism; {}", name, suggestion(name, known)));
    } else if (needs_secret(name) && !any_clear) {
      table->complain(place, fmt::format("{} needs a password in clear, and no account has one", name));
    }
    config.mechanisms.push_back(name);
  }
  if (const auto delay = table->duration("failure_delay")) config.policy.failure_delay = *delay;
  table->finish();
}

void read_timeouts(TomlTable& root, Config& config) {
  auto table = root.table("timeouts");
  if (!table) return;
  const auto read = [&](std::string_view key, std::chrono::seconds& into) {
    const auto duration = table->duration(key, true);
    if (duration) into = std::chrono::duration_cast<std::chrono::seconds>(*duration);
  };
  read("login", config.policy.login);
  read("idle", config.policy.idle);
  read("question", config.policy.question);
  if (const auto drain = table->duration("drain")) config.drain = *drain;
  table->finish();
}

void read_general(TomlTable& root, Config& config) {
  config.name = host_name();
  if (const auto name = root.word("name")) {
    config.name = name->text;
    if (!is_host_name(name->text)) root.complain(name->place, "must be a host name such as \"pop.example.org\"");
  }
  if (const auto spool = root.word("spool")) {
    config.spool = spool->text;
    if (spool->text.empty() || spool->text.contains("://")) {
      root.complain(spool->place, "must be a file such as \"n3.db\", or \"memory\"");
    }
  }
}

std::string sources_of(const toml::table& toml, const Config& config) {
  toml::table sources{{"name", config.name}, {"spool", config.spool}};
  for (const std::string_view key : {"defaults", "mailbox"})
    if (const toml::node* node = toml.get(key)) node->visit([&](const auto& value) { sources.insert(key, value); });
  std::ostringstream text;
  text << toml::toml_formatter(sources);
  return std::move(text).str();
}

using Read = void (*)(const toml::table& toml, TomlTable& root, const std::filesystem::path& folder, Config& config);

Parsed parse(std::string_view text, const std::filesystem::path& folder, Read read) {
  if (const auto place = deep_key(text)) {
    return {{}, {{*place, "a key with so many dots is none"}}};
  }
  toml::table toml;
  try {
    toml = toml::parse(text);
  } catch (const toml::parse_error& error) {
    const auto& begin = error.source().begin;
    return {{}, {{{begin.line, begin.column}, std::string(error.description())}}};
  }
  Parsed parsed;
  TomlTable root(toml, "", {1, 1}, parsed.problems);
  read(toml, root, folder, parsed.config);
  root.finish();
  return parsed;
}

void read_all(const toml::table& toml, TomlTable& root, const std::filesystem::path& folder, Config& config) {
  read_general(root, config);
  read_listen(root, folder, config);
  read_tls(root, folder, config);
  read_feed_defaults(root, config);
  read_mailboxes(root, folder, config);
  read_accounts(root, folder, config);
  read_auth(root, config);
  read_timeouts(root, config);
  config.sources = sources_of(toml, config);
  config.folder = folder;
}

void read_sources(const toml::table&, TomlTable& root, const std::filesystem::path& folder, Config& config) {
  read_general(root, config);
  read_feed_defaults(root, config);
  read_mailboxes(root, folder, config);
}

}  // namespace

Parsed parse_config(std::string_view text, const std::filesystem::path& folder) {
  return parse(text, folder, read_all);
}

Parsed parse_sources(std::string_view text, const std::filesystem::path& folder) {
  return parse(text, folder, read_sources);
}

}  // namespace n3::program
