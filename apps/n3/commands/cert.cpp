#include <fmt/chrono.h>
#include <fmt/format.h>

#include <algorithm>
#include <filesystem>
#include <memory>
#include <stdexcept>

#include "base/files.hpp"
#include "base/host.hpp"
#include "base/output.hpp"
#include "certificate/certificate.hpp"
#include "commands/commands.hpp"
#include "config/toml_text.hpp"

namespace n3::program {
namespace {

constexpr auto examples = R"(The pair is DIR/certificate.pem and DIR/key.pem: ECDSA P-256, good for two
years, for these names, or for this machine's own, and always for localhost.
Nobody has signed it, so tell your mail clients to trust it, or compare its
SHA-256 fingerprint when they ask.

Examples
  n3 cert --out /etc/n3
  n3 cert --host pop.example.org --host 192.0.2.7)";

struct Options {
  std::string folder = ".";
  std::vector<std::string> hosts;
};

std::vector<std::string> names_of(const Options& options) {
  if (options.hosts.empty()) return own_names();
  std::vector<std::string> names = options.hosts;
  for (const char* local : {"localhost", "127.0.0.1", "::1"}) {
    if (std::ranges::find(names, local) == names.end()) names.emplace_back(local);
  }
  return names;
}

/// The folder for the pair, made where it is not there.
std::filesystem::path made_folder(const std::string& option) {
  if (option.empty()) throw std::runtime_error("--out: needs the name of a folder");
  const std::filesystem::path folder = std::filesystem::absolute(option).lexically_normal();
  std::error_code error;
  std::filesystem::create_directories(folder, error);
  if (!error) return folder;
  throw std::runtime_error(fmt::format("--out: cannot make the folder {}: {}", folder.string(), error.message()));
}

void keep_what_is_there(const std::filesystem::path& file) {
  std::error_code error;
  if (!std::filesystem::exists(std::filesystem::symlink_status(file, error))) return;
  throw std::runtime_error(
      fmt::format("{} is there already: remove it, or choose another folder with --out DIR", file.string()));
}

int cert(const Options& options) {
  for (const std::string& host : options.hosts) {
    if (!is_host_name(host) && !is_ip_address(host)) {
      throw std::runtime_error(fmt::format("--host {}: must be a host name or an address", host));
    }
  }
  const std::filesystem::path folder = made_folder(options.folder);
  const std::filesystem::path certificate = folder / "certificate.pem";
  const std::filesystem::path key = folder / "key.pem";
  keep_what_is_there(certificate);
  keep_what_is_there(key);
  const CertificatePair pair = make_certificate(names_of(options));
  write_whole(key, pair.key, 0600);
  write_whole(certificate, pair.certificate, 0644);

  const CertificateFacts facts = certificate_facts(pair.certificate).value_or(CertificateFacts{});
  print(fmt::format("# good until {:%F}, SHA-256 {}\n[tls]\ncertificate = {}\nkey = {}\n",
                    fmt::gmtime(facts.ends.time_since_epoch().count()), facts.sha256, toml_text(certificate.string()),
                    toml_text(key.string())));
  return 0;
}

}  // namespace

void add_cert(CLI::App& app, Run& chosen) {
  CLI::App* command = app.add_subcommand("cert", "Make a certificate and its key for [tls]");
  command->footer(examples);
  const auto options = std::make_shared<Options>();
  command->add_option("--out", options->folder, "The folder to write to")->type_name("DIR")->capture_default_str();
  command->add_option("--host", options->hosts, "A name or address that clients use; may be repeated")
      ->type_name("NAME")
      ->expected(1)
      ->multi_option_policy(CLI::MultiOptionPolicy::TakeAll);
  command->callback([options, &chosen] { chosen = [options] { return cert(*options); }; });
}

}  // namespace n3::program
