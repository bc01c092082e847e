#pragma once

#include <chrono>
#include <compare>
#include <cstddef>
#include <expected>
#include <filesystem>
#include <optional>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

#include <n3/policy.hpp>
#include <n3/server.hpp>
#include <n3/sources.hpp>

#include "accounts/account_list.hpp"

/// What the program serves, as plain structs: read from a file (config_reader) or made of the demo's options.
namespace n3::program {

/// Where something was said: line and column in the file, counted from 1, and the key; or only an option's name.
struct Place {
  std::size_t line = 0;
  std::size_t column = 0;
  std::string key{};  ///< "account[0].password", "--mail"; empty: the file as a whole.

  auto operator<=>(const Place&) const = default;  ///< In the order of the file.
};

/// Something that the operator has to mend.
struct Problem {
  Place place;
  std::string text;  ///< What is wrong, and what to do. Never a secret.
};

/// "n3.toml:7:1: account[0].pasword: unknown key; ..."
std::string to_string(const Problem& problem, std::string_view file);

struct FeedSource {
  std::string url;  ///< http, https or the path of a file.
  std::chrono::seconds refresh{std::chrono::minutes(15)};
  std::size_t largest = FeedOptions{}.largest;
};
struct DirectorySource {
  std::filesystem::path path;
};
struct MaildirSource {
  std::filesystem::path path;
};
struct DemoSource {
  bool at_every_login = true;  ///< Otherwise there is one, made when the server starts.
};

struct SourceConfig {
  std::string name;  ///< Part of the identity of its messages: unique in its mailbox, and without secrets.
  std::variant<FeedSource, DirectorySource, MaildirSource, DemoSource> what;
  Place place{};  ///< Of its url or path.
};

struct MailboxConfig {
  std::string name;
  std::vector<SourceConfig> sources;
};

struct AccountConfig {
  ListedAccount login;
  std::vector<std::string> mailboxes;
};

struct TlsConfig {
  Certificate files;
  Place place{};
};

struct Config {
  std::string name;  ///< In the greeting, in stamps and Message-IDs.
  std::string spool = "memory";
  std::vector<Listen> listen;
  std::optional<TlsConfig> tls;
  std::vector<std::string> mechanisms;  ///< Empty: all that the accounts can serve.
  Policy policy;
  std::chrono::milliseconds drain{std::chrono::seconds(10)};  ///< For sessions to end when the program is to.
  std::vector<AccountConfig> accounts;
  std::vector<MailboxConfig> mailboxes;
};

/// The configuration in `text`, or all that is wrong with it. Relative paths are taken from `folder`. Files with
/// passwords are read.
std::expected<Config, std::vector<Problem>> parse_config(std::string_view text, const std::filesystem::path& folder);

/// What is wrong with the files and folders that the configuration names: unreadable, missing, a key that does not
/// match.
std::vector<Problem> file_problems(const Config& config);

/// parse_config() of a file, and then file_problems().
std::expected<Config, std::vector<Problem>> load_config(const std::filesystem::path& file);

/// What would be served, in a few lines for people. No secrets.
std::string to_summary(const Config& config);

/// What a feed is called in names and logs: without user, password and query, which may hold secrets; a short digest
/// stands for them.
std::string feed_name(std::string_view url);

}  // namespace n3::program
