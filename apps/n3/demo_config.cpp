#include <fmt/format.h>

#include <algorithm>

#include "certificate.hpp"
#include "demo.hpp"
#include "host.hpp"
#include "state_folder.hpp"

namespace n3::program {
namespace {

std::string address(const std::string& host, std::uint16_t port) {
  const bool needs_brackets = host.contains(':') && !host.starts_with('[');
  return fmt::format("{}{}{}:{}", needs_brackets ? "[" : "", host, needs_brackets ? "]" : "", port);
}

std::vector<std::string> names_clients_use(std::string host) {
  if (is_every_address(host)) return own_names();
  std::erase_if(host, [](char c) { return c == '[' || c == ']'; });
  return {"localhost", host};
}

std::string absolute(const std::string& path) { return std::filesystem::absolute(path).lexically_normal().string(); }

bool is_maildir(const std::filesystem::path& folder) {
  std::error_code error;
  return std::ranges::all_of(std::initializer_list<const char*>{"cur", "new", "tmp"},
                             [&](const char* part) { return std::filesystem::is_directory(folder / part, error); });
}

SourceConfig feed_source(const std::string& option) {
  const std::string url = option.contains("://") ? option : absolute(option);
  return {feed_name(url), FeedSource{url}, {0, 0, "--feed"}};
}

SourceConfig folder_source(const std::string& option) {
  const std::string path = absolute(option);
  SourceConfig source{path, DirectorySource{path}, {0, 0, "--mail"}};
  if (is_maildir(path)) source.what = MaildirSource{path};
  return source;
}

MailboxConfig mailbox(const DemoOptions& options) {
  const bool has_other_mail = !options.feeds.empty() || !options.folders.empty();
  MailboxConfig mailbox{"demo", {{"demo", DemoSource{!has_other_mail}}}};
  for (const std::string& feed : options.feeds) mailbox.sources.push_back(feed_source(feed));
  for (const std::string& folder : options.folders) mailbox.sources.push_back(folder_source(folder));
  return mailbox;
}

}  // namespace

bool is_every_address(const std::string& host) {
  return host == "*" || host == "0.0.0.0" || host == "::" || host == "[::]";
}

Certificate demo_certificate(const DemoOptions& options) {
  return kept_certificate(state_folder(), names_clients_use(options.host));
}

Config demo_config(const DemoOptions& options, const Certificate& certificate) {
  Config config;
  config.name = host_name();
  config.listen = {{address(options.host, options.port), Tls::starttls},
                   {address(options.host, options.tls_port), Tls::implicit}};
  config.mechanisms = {"USER", "APOP", "PLAIN", "LOGIN", "CRAM-MD5", "FOOBAR"};
  config.accounts = {{{.user = "*", .password = "12345"}, {"demo"}}};
  config.mailboxes = {mailbox(options)};
  config.tls = TlsConfig{certificate};
  return config;
}

}  // namespace n3::program
