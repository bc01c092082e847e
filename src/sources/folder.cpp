#include "sources/folder.hpp"

#include <algorithm>
#include <cerrno>
#include <system_error>
#include <tuple>
#include <utility>

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/regular_file.hpp"

namespace n3::sources {

namespace fs = std::filesystem;

Error failure(const char* what, const fs::path& path, const std::error_code& error) {
  return Error::temporary(std::string(what) + " " + path.string() + ": " + error.message());
}

std::error_code last_error() { return {errno, std::generic_category()}; }

std::optional<Error> sync_folder(const fs::path& path) {
  const int folder = ::open(path.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC);
  if (folder < 0) return failure("cannot open", path, last_error());
  const std::error_code error = ::fsync(folder) == 0 ? std::error_code() : last_error();
  ::close(folder);
  if (error) return failure("cannot sync", path, error);
  return std::nullopt;
}

std::expected<Folder, Error> Folder::list(const fs::path& path) {
  Folder folder;
  std::error_code error;
  fs::directory_iterator entry(path, error);
  for (; !error && entry != fs::directory_iterator(); entry.increment(error)) {
    std::string name = entry->path().filename().string();
    if (name.starts_with('.')) continue;
    struct stat about{};
    if (::lstat(entry->path().c_str(), &about) != 0) {
      if (errno == ENOENT) continue;  // gone meanwhile
      return std::unexpected(failure("cannot look at", entry->path(), last_error()));
    }
    if (S_ISDIR(about.st_mode)) {
      folder.folders.push_back(std::move(name));
    } else if (!S_ISREG(about.st_mode)) {
      folder.others.push_back(std::move(name));
    } else {
      folder.files.push_back({.name = std::move(name),
                              .path = entry->path(),
                              .modified = {about.st_mtim.tv_sec, about.st_mtim.tv_nsec},
                              .size = static_cast<std::uint64_t>(about.st_size),
                              .stamp = make_stamp(about),
                              .has_other_names = about.st_nlink > 1});
    }
  }
  if (error) return std::unexpected(failure("cannot list", path, error));
  return folder;
}

FolderStamp FolderStamp::of(const fs::path& one, const fs::path& other) {
  constexpr std::chrono::seconds coarse_tick{2};  // on disks that know whole seconds only
  const auto now = std::chrono::system_clock::now().time_since_epoch();
  FolderStamp stamp{.is_settled = true};
  for (const fs::path& folder : {one, other}) {
    struct stat about{};
    if (::stat(folder.c_str(), &about) != 0) return {};
    const auto& [seconds, nanoseconds] = about.st_ctim;
    for (const auto number : {about.st_dev, about.st_ino, static_cast<ino_t>(seconds), static_cast<ino_t>(nanoseconds)})
      stamp.text += std::to_string(number) + " ";
    const auto age = now - std::chrono::seconds(seconds) - std::chrono::nanoseconds(nanoseconds);
    if (age > -tick && age < (nanoseconds == 0 ? coarse_tick : tick)) stamp.is_settled = false;
  }
  return stamp;
}

std::optional<std::string> left_out(const std::vector<std::string>& names, const fs::path& folder) {
  if (names.empty()) return std::nullopt;
  const std::string& first = *std::ranges::min_element(names);
  return "what is no regular file is left out of " + folder.string() + ": " + std::to_string(names.size()) +
         ", such as " + first;
}

std::vector<Item> oldest_first(std::vector<DatedItem> dated) {
  std::ranges::sort(dated, {}, [](const DatedItem& one) { return std::tie(one.number, one.modified, one.item.key); });
  std::vector<Item> items;
  items.reserve(dated.size());
  for (DatedItem& one : dated) items.push_back(std::move(one.item));
  return items;
}

}  // namespace n3::sources
