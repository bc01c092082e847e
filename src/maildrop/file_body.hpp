#pragma once

#include <cstdint>
#include <expected>
#include <filesystem>
#include <string>
#include <string_view>
#include <system_error>

#include <n3/body.hpp>

namespace n3 {

/// Whether the last name of a path may be that of a symbolic link.
enum class Links { follow, refuse };

/// A regular file that is a message, open to be read. What happens to its name afterwards does not matter. Blocks.
class MailFileReader {
 public:
  using Expected = std::expected<MailFileReader, std::error_code>;

  static Expected open(const std::filesystem::path& path, Links links);

  MailFileReader(MailFileReader&& other) noexcept;
  MailFileReader& operator=(MailFileReader&& other) noexcept;
  ~MailFileReader();

  const std::string& name() const { return name_; }    ///< Without its folder.
  const std::string& stamp() const { return stamp_; }  ///< Differs when the file does: mtime, size and inode.
  std::uint64_t size() const { return size_; }         ///< In bytes as they are stored.

  /// The next bytes, lent until the next call; none at the end.
  std::expected<std::string_view, std::error_code> read();

 private:
  MailFileReader(int descriptor, std::string name) : descriptor_(descriptor), name_(std::move(name)) {}

  int descriptor_;
  std::string name_;
  std::string stamp_;
  std::uint64_t size_ = 0;
  std::string piece_;
};

/// The stamp that a reader of this file would have, found out without opening it. Symbolic links are refused.
std::expected<std::string, std::error_code> stamp_of(const std::filesystem::path& path);

/// Why a mail file cannot be read, in words.
std::string explain(const std::error_code& error);

/// The rest of a file as a message: a small one is read at once, a large one while it is sent.
Answer<Body> to_body(MailFileReader file);

/// Opens a file that is a message: a small one is read whole, a large one becomes chunks. Follows links.
Answer<Body> read_file(const std::filesystem::path& path);

}  // namespace n3
