#include <fmt/format.h>
#include <unistd.h>

#include <cerrno>
#include <cstring>
#include <stdexcept>

#include "base/ascii.hpp"
#include "config.hpp"
#include "files.hpp"
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

struct SourceProblem {
  std::string operator()(const FeedSource& source) const {
    if (const std::size_t colon = source.url.find("://"); colon != std::string::npos) {
      const std::string_view scheme = std::string_view(source.url).substr(0, colon);
      if (ascii::same(scheme, "http") || ascii::same(scheme, "https")) return {};
      return fmt::format("cannot fetch {}://: use http, https or the path of a file", scheme);
    }
    const auto content = read_whole(source.url);
    return content ? "" : fmt::format("cannot read {}: {}", source.url, content.error().message());
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
  std::string operator()(const DemoSource&) const { return {}; }
};

}  // namespace

std::vector<Problem> file_problems(const Config& config) {
  std::vector<Problem> problems;
  if (config.tls) {
    try {
      const net::TlsContext context(config.tls->files);
    } catch (const std::runtime_error& error) {
      problems.push_back({config.tls->place, error.what()});
    }
  }
  for (const MailboxConfig& mailbox : config.mailboxes) {
    for (const SourceConfig& source : mailbox.sources) {
      std::string text = std::visit(SourceProblem{}, source.what);
      if (!text.empty()) problems.push_back({source.place, std::move(text)});
    }
  }
  return problems;
}

std::expected<Config, std::vector<Problem>> load_config(const std::filesystem::path& file) {
  const auto text = read_whole(file);
  if (!text) return std::unexpected(std::vector{Problem{{}, "cannot be read: " + text.error().message()}});
  auto config = parse_config(*text, std::filesystem::absolute(file).lexically_normal().parent_path());
  if (!config) return config;
  auto problems = file_problems(*config);
  if (!problems.empty()) return std::unexpected(std::move(problems));
  return config;
}

}  // namespace n3::program
