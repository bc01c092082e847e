#pragma once

#include <chrono>
#include <cstddef>
#include <expected>
#include <filesystem>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

#include <n3/policy.hpp>
#include <n3/server.hpp>
#include <n3/sources.hpp>
#include <n3/spool.hpp>

#include "accounts/account_list.hpp"
#include "config/problem.hpp"

/// What the program serves, as plain structs: read from a file or made of the demo's options.
namespace n3::program {

/// A feed, or many of them: one of these places is said.
struct FeedSource {
  std::string url{};  ///< http, https or the path of a file.
  std::vector<std::string> urls{};
  std::filesystem::path opml{};
  std::chrono::seconds refresh{std::chrono::minutes(15)};
  FeedOptions options{};
  Filter filter{};
  std::optional<Digest> digest{};
};
struct DirectorySource {
  std::filesystem::path path;
  OnDelete on_delete = OnDelete::hide;
  Filter filter{};
};
struct MaildirSource {
  std::filesystem::path path;
  OnDelete on_delete = OnDelete::remove_file;
  std::string uidl{};  ///< As n3::maildir has it.
  Filter filter{};
};
struct MboxSource {
  std::filesystem::path path;
  MboxFormat format = MboxFormat::mboxrd;
  Filter filter{};
};
struct DemoSource {
  bool at_every_login = true;  ///< Then its accounts have nothing else. Otherwise there is one, made at the start.
};

struct SourceConfig {
  std::string name;  ///< Part of the identity of its messages: unique in its mailbox, and without secrets.
  std::variant<FeedSource, DirectorySource, MaildirSource, MboxSource, DemoSource> what;
  Place place{};  ///< Of its url or path.
};

/// The folder that a source lists; empty where it lists none.
std::filesystem::path folder_of(const SourceConfig& source);

/// Whether DELE removes files of that folder.
bool removes_files(const SourceConfig& source);

/// When a source has failed for so long, its mailbox says so.
inline constexpr std::chrono::seconds usual_report_after = std::chrono::days(1);

struct MailboxConfig {
  std::string name;
  std::vector<SourceConfig> sources;
  MailboxRules rules{};
  Place place{};
};

std::unique_ptr<Source> make_source(const FeedSource& source);
std::unique_ptr<Source> make_source(const DirectorySource& source);
std::unique_ptr<Source> make_source(const MaildirSource& source);
std::unique_ptr<Source> make_source(const MboxSource& source);

/// Whether it is a message made anew at every login; then it has nothing else.
bool is_fresh(const MailboxConfig& mailbox);

struct AccountConfig {
  ListedAccount login;
  std::vector<std::string> mailboxes;
  Place place{};  ///< Of its password.
};

struct ListenConfig : Listen {
  Place place{};  ///< Of its address.
};

struct TlsConfig {
  Certificate files;
  Place place{};
};

struct Config {
  std::string name;             ///< In the greeting, in stamps and Message-IDs.
  std::string spool = "n3.db";  ///< "memory", or a file: where it is relative, in the state folder.
  std::vector<ListenConfig> listen;
  std::optional<TlsConfig> tls;
  std::vector<std::string> mechanisms;  ///< Empty: all that the accounts can serve.
  Policy policy;
  std::chrono::milliseconds drain{std::chrono::seconds(10)};  ///< For sessions to end when the program is to.
  std::vector<AccountConfig> accounts;
  FeedSource feed_defaults;  ///< Without a place.
  std::vector<MailboxConfig> mailboxes;

  /// What of the file says what is fetched, without all that has to do with accounts and keys; and from where its
  /// relative paths are taken. parse_sources() reads it.
  std::string sources;
  std::filesystem::path folder;
};

/// What could be read of a configuration, and what is wrong with the rest.
struct Parsed {
  Config config;
  std::vector<Problem> problems;  ///< None: the configuration is whole.
};

/// The configuration in `text`. Relative paths are taken from `folder`. Files with passwords are read.
Parsed parse_config(std::string_view text, const std::filesystem::path& folder);

/// Config::sources: the mailboxes, and what is said of all.
Parsed parse_sources(std::string_view text, const std::filesystem::path& folder);

/// What is wrong with the files and folders that the configuration names: unreadable, missing, a key that does not
/// match. The configuration need not be whole.
std::vector<Problem> file_problems(const Config& config);

/// What is not wrong and hardly meant: a mailbox that nobody has, a certificate that has ended.
std::vector<Problem> warnings(const Config& config);

/// The same of what the sources hold, which takes as long as fetching them: a folder without mail, a broken feed.
std::vector<Problem> source_warnings(const Config& config);

/// parse_config() of a file, with its file_problems(): the whole configuration, or all that is wrong with it, in the
/// order of the file.
std::expected<Config, std::vector<Problem>> load_config(const std::filesystem::path& file);

}  // namespace n3::program
