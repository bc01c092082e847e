#include <fmt/format.h>

#include <algorithm>

#include <boost/json.hpp>

#include "base/ascii.hpp"
#include "base/files.hpp"
#include "base/host.hpp"
#include "base/one_line.hpp"
#include "certificate/certificate.hpp"
#include "config/summary.hpp"
#include "demo/demo.hpp"

namespace n3::program {
namespace {

constexpr std::string_view user = "andris";

std::string port_of(const Listen& listen) { return listen.address.substr(listen.address.rfind(':') + 1); }

std::string fingerprint(const std::string& certificate) {
  const auto facts = certificate_facts(read_whole(certificate).value_or(""));
  return facts ? facts->sha256 : "";
}

/// An address to connect to from this machine.
std::string local_host(const DemoOptions& options) {
  if (!is_every_address(options.host)) return options.host;
  return options.host.contains(':') ? "::1" : "127.0.0.1";
}

/// The same for people, who may sit at another machine.
std::string reachable_host(const DemoOptions& options) {
  const std::string own = is_every_address(options.host) ? own_address(options.host.contains(':')) : "";
  return own.empty() ? local_host(options) : own;
}

std::string in_url(const std::string& host) { return host.contains(':') && host[0] != '[' ? "[" + host + "]" : host; }

std::string mail_text(const std::vector<SourceConfig>& sources) {
  if (sources.size() == 1) return "Each login finds a fresh message.\n";
  std::string text = "It serves\n\n";
  for (const SourceConfig& source : sources) text += fmt::format("  {}\n", one_line(source_text(source)));
  return text;
}

/// A path as a shell takes it.
std::string shell_word(const std::string& path) {
  const auto is_plain = [](char c) { return ascii::is_alnum(c) || std::string_view("/._-+").contains(c); };
  if (std::ranges::all_of(path, is_plain)) return path;
  std::string word = "'";
  for (const char c : path) word += c == '\'' ? std::string("'\\''") : std::string(1, c);
  return word + "'";
}

/// What is to be known of this very demo.
std::string remarks(const DemoOptions& options) {
  std::string text;
  if (is_every_address(options.host)) {
    text += "From other machines, log in with TLS: without it only this machine may.\n";
  }
  if (!options.save.empty()) text += fmt::format("The same again: n3 serve {}\n", shell_word(options.save));
  return text;
}

constexpr std::string_view settings = R"(N3 is listening. Type this into a mail client, as a POP3 account:

  Server       {host}
  Port         {tls_port}, connection security SSL/TLS
               {port}, connection security STARTTLS or none
  User name    any, such as {user}
  Password     {password}

{mail}
The client will ask about a certificate, which N3 has made itself. It is

  File         {certificate}
  SHA-256      {fingerprint1}
               {fingerprint2}

Or type into a shell:

  curl --cacert {shell_certificate} \
    pop3s://{user}:{password}@{url_host}:{tls_port}/1
  curl --cacert {shell_certificate} --ssl-reqd \
    pop3://{user}:{password}@{url_host}:{port}/1

{remarks}Ctrl-C ends it. A line for each session follows.
)";

}  // namespace

std::string demo_text(const DemoOptions& options, const Config& config) {
  using fmt::literals::operator""_a;
  const std::string host = reachable_host(options);
  const std::string& certificate = config.tls->files.chain;
  const std::string digest = fingerprint(certificate);
  const std::size_t middle = digest.size() / 2 + 1;  // behind the colon in the middle
  return fmt::format(settings, "host"_a = host, "url_host"_a = in_url(host), "port"_a = port_of(config.listen[0]),
                     "tls_port"_a = port_of(config.listen[1]), "user"_a = user,
                     "password"_a = config.accounts.front().login.password, "certificate"_a = certificate,
                     "shell_certificate"_a = shell_word(certificate), "fingerprint1"_a = digest.substr(0, middle),
                     "fingerprint2"_a = digest.substr(middle), "mail"_a = mail_text(config.mailboxes.front().sources),
                     "remarks"_a = remarks(options));
}

std::string demo_json(const DemoOptions& options, const Config& config) {
  const std::string& certificate = config.tls->files.chain;
  const boost::json::object line{
      {"host", local_host(options)},
      {"port", std::stoi(port_of(config.listen[0]))},
      {"tls_port", std::stoi(port_of(config.listen[1]))},
      {"user", user},
      {"password", config.accounts.front().login.password},
      {"certificate", certificate},
      {"sha256", fingerprint(certificate)},
      {"mechanisms", boost::json::value_from(config.mechanisms)},
  };
  return boost::json::serialize(line) + "\n";
}

}  // namespace n3::program
