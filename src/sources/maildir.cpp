#include <algorithm>
#include <cerrno>
#include <chrono>
#include <filesystem>
#include <map>
#include <memory>
#include <optional>
#include <set>
#include <string>
#include <utility>

#include <fcntl.h>
#include <unistd.h>

#include <n3/sources.hpp>

#include "sources/folder.hpp"

namespace n3 {
namespace {

namespace fs = std::filesystem;
using sources::DatedItem;
using sources::Folder;
using sources::FoundFile;

// While other programs rename files, a folder may have to be listed more than once.
constexpr int most_attempts = 5;

// In this order, since files move from new to cur: one that moves meanwhile is seen twice rather than not at all.
constexpr const char* folders[] = {"new", "cur"};

// What stays the same when flags change: the name up to ":2,FLAGS".
std::string base_name(const std::string& name) { return name.substr(0, name.find(':')); }

Error failure(const char* what, const fs::path& path, int number) {
  return Error::temporary(std::string(what) + " " + path.string() + ": " + std::generic_category().message(number));
}

// Makes what has been removed from a folder stay so whatever happens to the machine.
std::optional<Error> sync_folder(const fs::path& path) {
  const int folder = ::open(path.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC);
  if (folder < 0) return failure("cannot open", path, errno);
  const int number = ::fsync(folder) == 0 ? 0 : errno;
  ::close(folder);
  if (number != 0) return failure("cannot sync", path, number);
  return std::nullopt;
}

class Maildir final : public Source {
 public:
  explicit Maildir(fs::path path) : path_(std::move(path)) {}

  Answer<Batch> fetch(std::string_view) override {
    Batch batch{.again = std::chrono::seconds(0), .complete = true};
    auto files = list_quietly();
    if (!files) return files.error();
    std::vector<DatedItem> items;
    for (auto& [base, file] : *files) items.push_back({file.modified, {.key = base, .content = MailFile{file.path}}});
    batch.items = sources::oldest_first(std::move(items));
    return batch;
  }

  bool removes() const override { return true; }

  Answer<Done> remove(std::span<const std::string> keys) override {
    const std::set<std::string> wanted(keys.begin(), keys.end());
    bool again = true;
    for (int attempt = 0; again && attempt < most_attempts; ++attempt) {
      auto files = list();
      if (!files) return files.error();
      again = false;
      for (const auto& [base, file] : *files) {
        if (!wanted.contains(base) || ::unlink(file.path.c_str()) == 0) continue;
        if (errno != ENOENT) return failure("cannot remove", file.path, errno);
        again = true;  // renamed meanwhile, or removed
      }
    }
    if (again) return Error::temporary("cannot remove messages of " + path_.string() + ": they are being renamed");
    for (const char* folder : folders)
      if (auto error = sync_folder(path_ / folder)) return *error;
    return Done{};
  }

 private:
  using Files = std::multimap<std::string, FoundFile>;  // by base name

  std::expected<Files, Error> list() const {
    Files files;
    for (const char* name : folders) {
      auto folder = Folder::list(path_ / name);
      if (!folder) return std::unexpected(folder.error());
      for (FoundFile& file : folder->files) files.emplace(base_name(file.name), std::move(file));
    }
    return files;
  }

  // A listing during which nothing was renamed: a file that is renamed can escape it.
  std::expected<std::map<std::string, FoundFile>, Error> list_quietly() const {
    for (int attempt = 1;; ++attempt) {
      const auto before = times();
      auto files = list();
      if (!files) return std::unexpected(files.error());
      if (attempt < most_attempts && before != times()) continue;
      std::map<std::string, FoundFile> last;  // of two with one base name: the one in cur
      for (auto& [base, file] : *files) last.insert_or_assign(base, std::move(file));
      return last;
    }
  }

  std::vector<fs::file_time_type> times() const {
    std::vector<fs::file_time_type> times;
    std::error_code ignored;
    for (const char* folder : folders) times.push_back(fs::last_write_time(path_ / folder, ignored));
    return times;
  }

  const fs::path path_;
};

}  // namespace

std::unique_ptr<Source> maildir(fs::path folder) { return std::make_unique<Maildir>(std::move(folder)); }

}  // namespace n3
