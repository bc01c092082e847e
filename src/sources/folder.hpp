#pragma once

#include <expected>
#include <filesystem>
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

/// What stands in one folder, hidden names and symbolic links left out.
struct Folder {
  std::vector<FoundFile> files;
  std::vector<std::string> folders;

  /// Lists it. The error names the folder and the cause.
  static std::expected<Folder, Error> list(const std::filesystem::path& path);
};

/// A mail file of a batch, and the time by which the batch is sorted.
struct DatedItem {
  std::filesystem::file_time_type modified;
  Item item;
};

/// The items of a batch: oldest first, by name where two are of the same time.
std::vector<Item> oldest_first(std::vector<DatedItem> items);

}  // namespace n3::sources
