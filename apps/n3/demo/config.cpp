#include <fmt/format.h>

#include <filesystem>
#include <stdexcept>

#include "base/host.hpp"
#include "base/state_folder.hpp"
#include "config/feed_url.hpp"
#include "config/listen_address.hpp"
#include "config/preview.hpp"
#include "demo/demo.hpp"

namespace n3::program {
namespace {

std::string address(const std::string& host, std::uint16_t port) {
  const bool needs_brackets = host.contains(':') && !host.starts_with('[');
  return fmt::format("{}{}{}:{}", needs_brackets ? "[" : "", host, needs_brackets ? "]" : "", port);
}

/// Without brackets and without an interface: "fe80::1" of "[fe80::1%eth0]".
std::string bare(std::string host) {
  std::erase_if(host, [](char c) { return c == '[' || c == ']'; });
  return host.substr(0, host.find('%'));
}

std::vector<std::string> names_clients_use(const std::string& host) {
  if (is_every_address(host)) return own_names();
  return {"localhost", bare(host)};
}

void require_address(const DemoOptions& options) {
  const std::string& host = options.host;
  if (!is_every_address(host) && host != "localhost" && !is_ip_address(bare(host))) {
    throw std::runtime_error(fmt::format(
        "--host \"{}\": must be an address of this machine, such as 127.0.0.1, or * for all of them", host));
  }
  const std::string problem = address_problem(address(host, options.port));
  if (!problem.empty()) throw std::runtime_error("--host: " + problem);
  if (options.port != 0 && options.port == options.tls_port) {
    throw std::runtime_error("--port and --tls-port must differ");
  }
}

std::string absolute(const std::string& path) { return std::filesystem::absolute(path).lexically_normal().string(); }

SourceConfig feed_source(const std::string& option) {
  const std::string url = feed_place(option, std::filesystem::current_path());
  return {feed_name(url), FeedSource{url}, {0, 0, "--feed"}};
}

SourceConfig folder_source(const std::string& option) {
  const std::string path = absolute(option);
  SourceConfig source{path, DirectorySource{path}, {0, 0, "--mail"}};
  if (looks_like_maildir(path)) source.what = MaildirSource{path};
  return source;
}

MailboxConfig mailbox(const DemoOptions& options) {
  const bool has_other_mail = !options.feeds.empty() || !options.folders.empty();
  MailboxConfig mailbox{.name = "demo", .sources = {{"demo", DemoSource{!has_other_mail}}}};
  for (const std::string& feed : options.feeds) mailbox.sources.push_back(feed_source(feed));
  for (const std::string& folder : options.folders) mailbox.sources.push_back(folder_source(folder));
  return mailbox;
}

}  // namespace

bool is_every_address(const std::string& host) {
  return host == "*" || host == "0.0.0.0" || host == "::" || host == "[::]";
}

KeptCertificate demo_certificate(const DemoOptions& options) {
  return kept_certificate(state_folder(), names_clients_use(options.host));
}

Config demo_config(const DemoOptions& options) {
  require_address(options);
  Config config;
  config.name = host_name();
  config.spool = "memory";
  config.listen.push_back({{address(options.host, options.port), Tls::starttls}});
  config.listen.push_back({{address(options.host, options.tls_port), Tls::implicit}});
  config.mechanisms = {"USER", "APOP", "PLAIN", "LOGIN", "CRAM-MD5", "FOOBAR"};
  config.accounts = {{{.user = "*", .password = "12345"}, {"demo"}}};
  config.mailboxes = {mailbox(options)};
  return config;
}

}  // namespace n3::program
