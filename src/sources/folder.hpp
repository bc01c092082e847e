#pragma once

#include <chrono>
#include <cstdint>
#include <expected>
#include <filesystem>
#include <limits>
#include <optional>
#include <string>
#include <system_error>
#include <utility>
#include <vector>

#include <n3/error.hpp>
#include <n3/source.hpp>

namespace n3::sources {

/// "cannot list /srv/mail: No such file or directory"
Error failure(const char* what, const std::filesystem::path& path, const std::error_code& error);

/// What errno says.
std::error_code last_error();

/// Makes what has been removed from a folder stay so whatever happens to the machine. Returns what was wrong.
std::optional<Error> sync_folder(const std::filesystem::path& path);

/// When a file was changed: seconds since 1970, and nanoseconds.
using Modified = std::pair<std::int64_t, long>;

/// A regular file in a folder.
struct FoundFile {
  std::string name;
  std::filesystem::path path;
  Modified modified;
  std::uint64_t size = 0;  ///< Octets.
  std::string stamp{};     ///< As RegularFile has it.
  bool has_other_names = false;
};

/// What stands in one folder, hidden names left out.
struct Folder {
  std::vector<FoundFile> files;
  std::vector<std::string> folders;
  std::vector<std::string> others;  ///< Names of what is neither: symbolic links, FIFOs, sockets.

  /// Lists it, or says why not: what stands there and cannot be looked at is an error too, since to leave it out would
  /// be to say that it has gone.
  static std::expected<Folder, Error> list(const std::filesystem::path& path);
};

/// By what one sees that anything has happened in two folders since: a name has come, gone, or changed. Programs cannot
/// set it back.
struct FolderStamp {
  /// Two changes that are closer to each other may leave a folder with the same time.
  static constexpr std::chrono::milliseconds tick{20};

  std::string text{};       ///< Empty: they cannot be looked at.
  bool is_settled = false;  ///< Another change will be another text.

  static FolderStamp of(const std::filesystem::path& one, const std::filesystem::path& other);
};

/// The line about names in a folder that are left out; nothing where there are none.
std::optional<std::string> left_out(const std::vector<std::string>& names, const std::filesystem::path& folder);

/// A mail file of a batch, and by what the batch is sorted.
struct DatedItem {
  Modified modified;
  Item item;
  std::uint32_t number = std::numeric_limits<std::uint32_t>::max();  ///< Where another server has numbered it.
};

/// The items of a batch: those with a number by it, and then the others, oldest first, by name where two are of the
/// same time.
std::vector<Item> oldest_first(std::vector<DatedItem> items);

}  // namespace n3::sources
