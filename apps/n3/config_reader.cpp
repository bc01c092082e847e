#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <stdexcept>

#include <n3/log.hpp>

#include "config.hpp"
#include "config_tables.hpp"
#include "host.hpp"
#include "nearest.hpp"
#include "net/address.hpp"

namespace n3::program {
namespace {

constexpr std::string_view certificate_hint = "\"n3 cert\" makes a certificate and its key";

/// What `read` throws, as a problem at this place.
template <class Read>
void complain_of_thrown(TomlTable& table, const Place& place, Read read) {
  try {
    read();
  } catch (const std::runtime_error& problem) {
    table.complain(place, problem.what());
  }
}

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
      complain_of_thrown(table, network.place, [&] { net::PlaintextRule({.networks = {network.text}}); });
      login.networks.push_back(std::move(network.text));
    }
  } else if (const auto word = table.word("plaintext_login")) {
    const std::array<Choice<PlaintextLogin>, 3> choices{
        {{"loopback", {}}, {"never", PlaintextLogin::never()}, {"always", PlaintextLogin::always()}}};
    login = choose(table, *word, choices).value_or(login);
  }
  return login;
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

void read_listen(TomlTable& root, Config& config) {
  for (TomlTable& table : root.tables("listen")) {
    Listen listen;
    if (const auto address = table.needed("address", "address = \"127.0.0.1:1110\"")) {
      complain_of_thrown(table, address->place, [&] { net::parse_endpoint(address->text); });
      listen.address = address->text;
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
  const auto spool = root.word("spool");
  if (spool && spool->text != "memory") root.complain(spool->place, "can only be \"memory\"");
}

}  // namespace

std::expected<Config, std::vector<Problem>> parse_config(std::string_view text, const std::filesystem::path& folder) {
  toml::table toml;
  try {
    toml = toml::parse(text);
  } catch (const toml::parse_error& error) {
    const auto& begin = error.source().begin;
    return std::unexpected(std::vector{Problem{{begin.line, begin.column}, std::string(error.description())}});
  }

  Config config;
  std::vector<Problem> problems;
  TomlTable root(toml, "", {1, 1}, problems);
  read_general(root, config);
  read_listen(root, config);
  read_tls(root, folder, config);
  read_mailboxes(root, folder, config);
  read_accounts(root, folder, config);
  read_auth(root, config);
  read_timeouts(root, config);
  root.finish();
  std::ranges::sort(problems, {}, &Problem::place);
  if (!problems.empty()) return std::unexpected(std::move(problems));
  return config;
}

std::string to_string(const Problem& problem, std::string_view file) {
  std::string result(file);
  const auto add = [&](std::string_view part) { result.append(result.empty() ? "" : ":").append(part); };
  if (problem.place.line != 0) add(fmt::format("{}:{}", problem.place.line, problem.place.column));
  for (const std::string& part : {problem.place.key, problem.text}) {
    if (!part.empty()) result.append(result.empty() ? "" : ": ").append(part);
  }
  return printable(result);
}

}  // namespace n3::program
