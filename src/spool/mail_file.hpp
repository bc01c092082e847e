#pragma once

#include <cstdint>
#include <expected>
#include <string>
#include <string_view>
#include <system_error>

#include <n3/body.hpp>

namespace n3::spool {

/// A mail file that is open: a regular file, and no symbolic link. What happens to its name afterwards does not matter.
class OpenMailFile {
 public:
  static std::expected<OpenMailFile, std::error_code> open(const std::string& path);

  OpenMailFile(OpenMailFile&& other) noexcept;
  OpenMailFile& operator=(OpenMailFile&& other) noexcept;
  ~OpenMailFile();

  const std::string& stamp() const { return stamp_; }  ///< Differs when the file does: mtime, size and inode.
  std::uint64_t size() const { return size_; }         ///< In bytes as they are stored.

  /// The next bytes, lent until the next call; none at the end.
  std::expected<std::string_view, std::error_code> read();

 private:
  explicit OpenMailFile(int descriptor) : descriptor_(descriptor) {}

  int descriptor_;
  std::string stamp_;
  std::uint64_t size_ = 0;
  std::string piece_;
};

/// The stamp of the regular file at `path`, without opening it.
std::expected<std::string, std::error_code> stamp_of(const std::string& path);

/// Why a mail file cannot be had, in words.
std::string explain(const std::error_code& error);

/// The rest of a file as a message: a small one is read at once, a large one while it is sent.
Answer<Body> to_body(OpenMailFile file);

}  // namespace n3::spool
