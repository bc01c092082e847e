#pragma once

#include <cstddef>
#include <cstdint>
#include <expected>
#include <filesystem>
#include <limits>
#include <span>
#include <string>
#include <system_error>
#include <utility>

#include <sys/stat.h>

namespace n3 {

/// Whether the last name of a path may be that of a symbolic link.
enum class Links { follow, refuse };

/// A regular file, open to be read. Nothing else is one, so that no FIFO or device holds us up. What happens to its
/// name afterwards does not matter. Blocks.
class RegularFile {
 public:
  template <class T>
  using Expected = std::expected<T, std::error_code>;

  /// Of what is no regular file, errors are too_many_symbolic_link_levels, is_a_directory and not_supported.
  static Expected<RegularFile> open(const std::filesystem::path& path, Links links);

  RegularFile(RegularFile&& other) noexcept
      : descriptor_(std::exchange(other.descriptor_, -1)), size_(other.size_), stamp_(std::move(other.stamp_)) {}
  RegularFile& operator=(RegularFile&&) = delete;
  ~RegularFile();

  const std::string& stamp() const { return stamp_; }  ///< Differs when the file does: mtime, size and inode.
  bool has_changed() const;                            ///< The stamp is another one than it was.
  std::uint64_t size() const { return size_; }         ///< When it was opened.

  /// Whether anybody has it open to write to it. Where the system does not tell us, since the file is another user's or
  /// on another machine: whether it was modified in the last two seconds.
  bool is_being_written() const;

  /// Reads the next bytes into the buffer, and says how many; 0 at the end.
  Expected<std::size_t> read(std::span<char> buffer);

  /// All that is left. More than `largest` bytes are the error file_too_large, whatever the size was.
  Expected<std::string> read_all(std::uint64_t largest = std::numeric_limits<std::uint64_t>::max());

 private:
  explicit RegularFile(int descriptor) : descriptor_(descriptor) {}

  int descriptor_;
  std::uint64_t size_ = 0;
  std::string stamp_;
};

/// The stamp that this file would have, found out without opening it. Symbolic links are refused.
RegularFile::Expected<std::string> stamp_of(const std::filesystem::path& path);

/// The stamp of a file of which stat() has said this.
std::string make_stamp(const struct stat& status);

/// Why a file cannot be read, in words.
std::string explain(const std::error_code& error);

}  // namespace n3
