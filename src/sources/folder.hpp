#pragma once

#include <expected>
#include <filesystem>
#include <optional>
#include <string>
#include <vector>

#include <n3/error.hpp>
#include <n3/source.hpp>

namespace n3::sources {

/// A regular file in a folder.
struct FoundFile {
  std::string name;
  std::filesystem::path path;
  std::filesystem::file_time_type modified;
};

/// What stands in one folder, hidden names left out.
struct Folder {
  std::vector<FoundFile> files;
  std::vector<std::string> folders;
  std::vector<std::string> others;  ///< Names of what is neither: symbolic links, FIFOs, sockets.

  /// Lists it. The error names the folder and the cause.
  static std::expected<Folder, Error> list(const std::filesystem::path& path);
};

/// The line about names in a folder that are left out; nothing where there are none.
std::optional<std::string> left_out(const std::vector<std::string>& names, const std::filesystem::path& folder);

/// A mail file of a batch, and the time by which the batch is sorted.
struct DatedItem {
  std::filesystem::file_time_type modified;
  Item item;
};

/// The items of a batch: oldest first, by name where two are of the same time.
std::vector<Item> oldest_first(std::vector<DatedItem> items);

}  // namespace n3::sources
