#pragma once

#include <chrono>
#include <filesystem>
#include <functional>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

/// Mail that comes from elsewhere or goes there: Maildirs, folders of .eml files and mbox files.
namespace n3::program {

/// A message of an archive.
struct ArchivedMail {
  std::string name;                    ///< Its file's, without flags; in an mbox a number, counted from 1.
  std::string key;                     ///< What makes it this one and no other.
  std::function<std::string()> bytes;  ///< Reads it. Throws std::runtime_error.
};

/// What is in a Maildir (a folder with cur and new), a folder of .eml files or an mbox, oldest first. Throws
/// std::runtime_error where it cannot be read.
std::vector<ArchivedMail> read_archive(const std::filesystem::path& place);

/// Writes to a Maildir, or to an mbox (mboxrd) where the name ends in ".mbox". Throws std::runtime_error.
class ArchiveWriter {
 public:
  static std::unique_ptr<ArchiveWriter> open(const std::filesystem::path& place);
  virtual ~ArchiveWriter() = default;

  /// A message with CRLF line ends; archives have LF. Returns its name there.
  virtual std::string add(std::string_view mail, std::string_view uid, std::chrono::sys_seconds received) = 0;

  /// Makes all of it durable.
  virtual void finish() = 0;
};

}  // namespace n3::program
