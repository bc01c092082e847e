#include "sources/folder.hpp"

#include <algorithm>
#include <system_error>
#include <tuple>
#include <utility>

namespace n3::sources {

namespace fs = std::filesystem;

std::expected<Folder, Error> Folder::list(const fs::path& path) {
  Folder folder;
  std::error_code error;
  fs::directory_iterator entry(path, error);
  for (; !error && entry != fs::directory_iterator(); entry.increment(error)) {
    std::string name = entry->path().filename().string();
    if (name.starts_with('.')) continue;
    std::error_code gone;  // meanwhile: it is left out
    const fs::file_type type = entry->symlink_status(gone).type();
    if (gone) continue;
    if (type == fs::file_type::directory) {
      folder.folders.push_back(std::move(name));
    } else if (type != fs::file_type::regular) {
      folder.others.push_back(std::move(name));
    } else if (const auto modified = fs::last_write_time(entry->path(), gone); !gone) {
      folder.files.push_back({std::move(name), entry->path(), modified});
    }
  }
  if (error) return std::unexpected(Error::temporary("cannot list " + path.string() + ": " + error.message()));
  return folder;
}

std::optional<std::string> left_out(const std::vector<std::string>& names, const fs::path& folder) {
  if (names.empty()) return std::nullopt;
  const std::string& first = *std::ranges::min_element(names);
  return "what is no regular file is left out of " + folder.string() + ": " + std::to_string(names.size()) +
         ", such as " + first;
}

std::vector<Item> oldest_first(std::vector<DatedItem> dated) {
  std::ranges::sort(dated, {}, [](const DatedItem& one) { return std::tie(one.modified, one.item.key); });
  std::vector<Item> items;
  items.reserve(dated.size());
  for (DatedItem& one : dated) items.push_back(std::move(one.item));
  return items;
}

}  // namespace n3::sources
