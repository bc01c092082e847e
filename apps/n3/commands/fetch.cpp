#include <fmt/format.h>
#include <sys/prctl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <chrono>
#include <csignal>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <memory>
#include <stdexcept>
#include <string>
#include <utility>
#include <vector>

#include "base/first_ready.hpp"
#include "commands/commands.hpp"
#include "config/config.hpp"
#include "config/feed_url.hpp"
#include "confinement/confinement.hpp"
#include "service/fetch_process.hpp"
#include "service/log.hpp"
#include "service/spool.hpp"

// What FetchProcess starts. It reads what it is to fetch, takes from itself what it does not need for that, and
// fetches.
namespace n3::program {
namespace {

namespace fs = std::filesystem;

constexpr std::chrono::seconds look_interval{5};
constexpr std::chrono::duration<unsigned> to_finish{5};

std::string read_order() {
  std::ifstream file(fmt::format("/dev/fd/{}", FetchProcess::order), std::ios::binary);
  return {std::istreambuf_iterator<char>(file), {}};
}

Config read_config(const std::string& folder) {
  auto [config, problems] = parse_sources(read_order(), folder);
  if (!problems.empty()) throw std::runtime_error(fmt::format("n3 fetch is not for people: {}", problems.front().text));
  return std::move(config);
}

void add_files(const FeedSource& feed, std::vector<fs::path>& files) {
  if (!feed.opml.empty()) files.push_back(feed.opml);
  if (!feed.url.empty() && feed_scheme(feed.url).empty()) files.emplace_back(feed.url);
  for (const std::string& url : feed.urls)
    if (feed_scheme(url).empty()) files.emplace_back(url);
}

AllowedFiles files_of(const Config& config) {
  AllowedFiles files{.readable = network_files(), .writable = {}};
  for (const MailboxConfig& mailbox : config.mailboxes)
    for (const SourceConfig& source : mailbox.sources)
      if (const auto* feed = std::get_if<FeedSource>(&source.what)) add_files(*feed, files.readable);
  const std::string spool = spool_place(config.spool);
  files.writable = {spool, spool + "-wal", spool + "-shm"};
  return files;
}

/// Which files there are under some names. What may be read is the files and not the names: where another takes the
/// place of one, as editors and those who run networks have it, this process cannot have it.
class Identities {
 public:
  explicit Identities(std::vector<fs::path> paths) : paths_(lasting(std::move(paths))), known_(now()) {}

  bool have_changed() const { return now() != known_; }

 private:
  /// The kernel numbers its own anew as it likes.
  static std::vector<fs::path> lasting(std::vector<fs::path> paths) {
    std::erase_if(paths, [](const fs::path& path) {
      return path.string().starts_with("/proc/") || path.string().starts_with("/sys/");
    });
    return paths;
  }

  std::vector<std::pair<dev_t, ino_t>> now() const {
    std::vector<std::pair<dev_t, ino_t>> all;
    for (const fs::path& path : paths_) {
      struct stat about{};
      const bool is_there = ::stat(path.c_str(), &about) == 0;
      all.emplace_back(is_there ? about.st_dev : 0, is_there ? about.st_ino : 0);
    }
    return all;
  }

  const std::vector<fs::path> paths_;
  const std::vector<std::pair<dev_t, ino_t>> known_;
};

int fetch(const std::string& folder) {
  for (const int signal : {SIGINT, SIGTERM, SIGHUP, SIGTTOU}) std::signal(signal, SIG_IGN);  // who started it says when
  ::prctl(PR_SET_PDEATHSIG, SIGKILL);  // should the end of the lifeline not reach it
  const Config config = read_config(folder);
  const AllowedFiles files = files_of(config);
  const Identities identities(files.readable);
  for (const std::string& problem : confine(files))
    log_line(Event::Level::warning, "what fetches is less confined than it should be: " + problem);
  auto spool = fetching_spool(config, stderr_log());
  spool->start();
  bool has_changed = false;
  while (!has_changed && !first_ready({FetchProcess::lifeline}, look_interval)) has_changed = identities.have_changed();
  std::signal(SIGALRM, [](int) { ::_exit(FetchProcess::renew); });
  ::alarm(to_finish.count());  // a parser that hangs must not keep this process alive
  spool.reset();
  std::_Exit(has_changed ? FetchProcess::renew : 0);  // what leak checkers do at an end is forbidden here
}

}  // namespace

void add_fetch(CLI::App& app, Run& chosen) {
  CLI::App* command = app.add_subcommand("fetch", "")->group("");  // n3 serve runs it, and nobody else
  const auto folder = std::make_shared<std::string>();
  command->add_option("FOLDER", *folder)->required();
  command->callback([folder, &chosen] { chosen = [folder] { return fetch(*folder); }; });
}

}  // namespace n3::program
