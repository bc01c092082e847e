#include <fmt/format.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <cstring>
#include <iterator>
#include <map>
#include <stdexcept>

#include "base/files.hpp"
#include "config/config.hpp"
#include "config/feed_url.hpp"
#include "config/listen_address.hpp"
#include "net/tls_context.hpp"

namespace n3::program {
namespace {

/// What is wrong with a folder whose files are to be listed and read; empty: nothing.
std::string folder_problem(const std::filesystem::path& folder) {
  std::error_code error;
  const auto status = std::filesystem::status(folder, error);
  if (status.type() == std::filesystem::file_type::not_found) {
    return fmt::format("there is no folder {}", folder.string());
  }
  if (!error && !std::filesystem::is_directory(status)) return fmt::format("{} is no folder", folder.string());
  if (!error && ::access(folder.c_str(), R_OK | X_OK) == 0) return {};
  return fmt::format("cannot read the folder {}: {}", folder.string(), std::strerror(error ? error.value() : errno));
}

std::string feed_problem(const std::string& url) {
  if (!feed_scheme(url).empty()) return url_problem(url);
  const std::string problem = unreadable(url);
  if (problem.empty()) return {};
  const bool may_hide_password = url.contains('@');  // "http//ann:secret@example.org"
  return fmt::format("cannot read {}: {} (the address of a feed on the Web begins with https://)",
                     may_hide_password ? "the file" : url, problem);
}

struct SourceProblem {
  std::string operator()(const FeedSource& source) const {
    if (!source.opml.empty()) {
      const std::string problem = unreadable(source.opml.string());
      return problem.empty() ? "" : fmt::format("cannot read {}: {}", source.opml.string(), problem);
    }
    if (!source.url.empty()) return feed_problem(source.url);
    for (const std::string& url : source.urls) {
      if (std::string problem = feed_problem(url); !problem.empty()) return problem;
    }
    return {};
  }
  std::string operator()(const DirectorySource& source) const { return folder_problem(source.path); }
  std::string operator()(const MaildirSource& source) const {
    if (const std::string problem = folder_problem(source.path); !problem.empty()) return problem;
    for (const char* part : {"cur", "new"}) {
      if (const std::string problem = folder_problem(source.path / part); !problem.empty()) {
        return problem + ", and a Maildir has cur, new and tmp; for a folder of .eml files say type = \"directory\"";
      }
    }
    return {};
  }
  std::string operator()(const MboxSource& source) const {
    const std::string problem = unreadable(source.path);
    return problem.empty() ? "" : fmt::format("cannot read {}: {}", source.path.string(), problem);
  }
  std::string operator()(const DemoSource&) const { return {}; }
};

/// Of the file that a unix socket is to be; one that is a socket already can be replaced.
std::string socket_problem(const std::string& address) {
  constexpr std::string_view prefix = "unix:";
  if (!address.starts_with(prefix) || !address_problem(address).empty()) return {};
  const std::filesystem::path path = address.substr(prefix.size());
  std::error_code ignored;
  const auto type = std::filesystem::symlink_status(path, ignored).type();
  if (type == std::filesystem::file_type::not_found) {
    const auto folder = path.parent_path();
    return std::filesystem::is_directory(folder, ignored) ? "" : fmt::format("there is no folder {}", folder.string());
  }
  if (type == std::filesystem::file_type::socket) return {};
  return fmt::format("{} is there already, and no socket: remove it, or choose another path", path.string());
}

std::string tls_problem(const Certificate& files) {
  for (const std::string& file : {files.chain, files.key}) {
    if (const auto content = read_whole(file); !content) {
      return fmt::format("cannot read {}: {}", file, content.error());
    }
  }
  try {
    const net::TlsContext context(files);
    return {};
  } catch (const std::runtime_error& error) {
    return error.what();
  }
}

// Files that DELE removes are the mail itself: where two mailboxes serve them, what one deletes is still listed by the
// other.
void add_shared_folders(const Config& config, std::vector<Problem>& problems) {
  std::map<std::filesystem::path, std::string> mailboxes;
  for (const MailboxConfig& mailbox : config.mailboxes) {
    for (const SourceConfig& source : mailbox.sources) {
      if (!removes_files(source)) continue;
      std::error_code ignored;
      const auto [other, is_first] =
          mailboxes.emplace(std::filesystem::weakly_canonical(folder_of(source) / "", ignored), mailbox.name);
      if (is_first) continue;
      problems.push_back({source.place, fmt::format("the mailbox \"{}\" serves this folder already: give that mailbox "
                                                    "to all accounts that read it",
                                                    other->second)});
    }
  }
}

}  // namespace

std::vector<Problem> file_problems(const Config& config) {
  std::vector<Problem> problems;
  const auto add = [&](const Place& place, std::string text) {
    if (!text.empty()) problems.push_back({place, std::move(text)});
  };
  for (const ListenConfig& listen : config.listen) add(listen.place, socket_problem(listen.address));
  if (config.tls) add(config.tls->place, tls_problem(config.tls->files));
  for (const MailboxConfig& mailbox : config.mailboxes) {
    for (const SourceConfig& source : mailbox.sources) add(source.place, std::visit(SourceProblem{}, source.what));
  }
  add_shared_folders(config, problems);
  return problems;
}

std::expected<Config, std::vector<Problem>> load_config(const std::filesystem::path& file) {
  const auto text = read_whole(file);
  if (!text) return std::unexpected(std::vector{Problem{{}, "cannot be read: " + text.error()}});
  auto [config, problems] = parse_config(*text, std::filesystem::absolute(file).lexically_normal().parent_path());
  std::ranges::move(file_problems(config), std::back_inserter(problems));
  std::ranges::stable_sort(problems, {}, &Problem::place);
  if (!problems.empty()) return std::unexpected(std::move(problems));
  return std::move(config);
}

}  // namespace n3::program
