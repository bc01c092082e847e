#pragma once

#include <cstddef>
#include <expected>
#include <string>
#include <utility>

namespace n3::sources {

/// A regular file, open to be read; links are followed. Nothing else is one, so that no FIFO or device holds us up.
/// Errors are the cause in words.
class RegularFile {
 public:
  static std::expected<RegularFile, std::string> open(const std::string& path);

  RegularFile(RegularFile&& other) noexcept
      : descriptor_(std::exchange(other.descriptor_, -1)), stamp_(std::move(other.stamp_)) {}
  RegularFile& operator=(RegularFile&&) = delete;
  ~RegularFile();

  const std::string& stamp() const { return stamp_; }  ///< Differs when the file does: size and time.

  /// All that is in it. More than `largest` octets are an error, however large it was when it was opened.
  std::expected<std::string, std::string> read(std::size_t largest) const;

 private:
  explicit RegularFile(int descriptor) : descriptor_(descriptor) {}

  int descriptor_;
  std::string stamp_;
};

}  // namespace n3::sources
