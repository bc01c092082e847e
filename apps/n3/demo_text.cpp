#include <fmt/format.h>

#include <boost/json.hpp>

#include "certificate.hpp"
#include "demo.hpp"
#include "files.hpp"
#include "host.hpp"

namespace n3::program {
namespace {

constexpr std::string_view user = "andris";

std::string port_of(const Listen& listen) { return listen.address.substr(listen.address.rfind(':') + 1); }

std::string fingerprint(const Certificate& certificate) {
  const auto facts = certificate_facts(read_whole(certificate.chain).value_or(""));
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

/// What is to be known of this very demo.
std::string remarks(const DemoOptions& options, const Config& config) {
  std::string text;
  if (is_every_address(options.host)) {
    text += "From other machines, log in with TLS only: without it, logins are welcome from this machine alone.\n";
  }
  for (const SourceConfig& source : config.mailboxes.front().sources) {
    if (const auto* maildir = std::get_if<MaildirSource>(&source.what)) {
      text += fmt::format("A client that deletes mail deletes it from {}.\n", maildir->path.string());
    }
    if (const auto* demo = std::get_if<DemoSource>(&source.what); demo && demo->at_every_login) {
      text += "Each login finds a fresh message.\n";
    }
  }
  if (!options.save.empty()) text += fmt::format("The same again: n3 serve --config {}\n", options.save);
  return text;
}

constexpr std::string_view settings = R"(N3 is listening. Type this into a mail client, as a POP3 account:

  Server       {host}
  Port         {tls_port}, connection security SSL/TLS
               {port}, connection security STARTTLS or none
  User name    any, such as {user}
  Password     {password}

It will ask about a certificate that N3 has made itself. This is the right one, {certificate}:

  SHA-256      {fingerprint1}
               {fingerprint2}

Or type into a shell:

  curl --cacert {certificate} pop3s://{user}:{password}@{url_host}:{tls_port}/1
  curl --cacert {certificate} --ssl-reqd pop3://{user}:{password}@{url_host}:{port}/1

{remarks}Ctrl-C ends it. A line for each session follows.
)";

}  // namespace

std::string demo_text(const DemoOptions& options, const Config& config, const Certificate& certificate) {
  using fmt::literals::operator""_a;
  const std::string host = reachable_host(options);
  const std::string digest = fingerprint(certificate);
  const std::size_t middle = digest.size() / 2 + 1;  // behind the colon in the middle
  return fmt::format(settings, "host"_a = host, "url_host"_a = in_url(host), "port"_a = port_of(config.listen[0]),
                     "tls_port"_a = port_of(config.listen[1]), "user"_a = user,
                     "password"_a = config.accounts.front().login.password, "certificate"_a = certificate.chain,
                     "fingerprint1"_a = digest.substr(0, middle), "fingerprint2"_a = digest.substr(middle),
                     "remarks"_a = remarks(options, config));
}

std::string demo_json(const DemoOptions& options, const Config& config, const Certificate& certificate) {
  const boost::json::object line{
      {"host", local_host(options)},
      {"port", std::stoi(port_of(config.listen[0]))},
      {"tls_port", std::stoi(port_of(config.listen[1]))},
      {"user", user},
      {"password", config.accounts.front().login.password},
      {"certificate", certificate.chain},
      {"sha256", fingerprint(certificate)},
      {"mechanisms", boost::json::value_from(config.mechanisms)},
  };
  return boost::json::serialize(line) + "\n";
}

}  // namespace n3::program
