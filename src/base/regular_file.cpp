#include "base/regular_file.hpp"

#include <algorithm>
#include <cerrno>
#include <chrono>
#include <csignal>

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/now.hpp"

namespace n3 {
namespace {

constexpr std::uint64_t piece_octets = std::uint64_t{64} * 1024;

std::error_code last_error() { return {errno, std::generic_category()}; }

// ELOOP is what open() says of a link that it is not to follow.
std::error_code check_type(const struct stat& status) {
  if (S_ISREG(status.st_mode)) return {};
  if (S_ISLNK(status.st_mode)) return std::make_error_code(std::errc::too_many_symbolic_link_levels);
  return std::make_error_code(S_ISDIR(status.st_mode) ? std::errc::is_a_directory : std::errc::not_supported);
}

}  // namespace

RegularFile::Expected<RegularFile> RegularFile::open(const std::filesystem::path& path, Links links) {
  // O_NONBLOCK: a FIFO in the place of the file must not hold us up.
  const int flags = O_RDONLY | O_NONBLOCK | O_CLOEXEC | (links == Links::refuse ? O_NOFOLLOW : 0);
  RegularFile file(::open(path.c_str(), flags));
  struct stat status{};
  if (file.descriptor_ < 0 || ::fstat(file.descriptor_, &status) != 0) return std::unexpected(last_error());
  if (const auto wrong = check_type(status)) return std::unexpected(wrong);
  file.size_ = static_cast<std::uint64_t>(status.st_size);
  file.stamp_ = make_stamp(status);
  return file;
}

RegularFile::~RegularFile() {
  if (descriptor_ >= 0) ::close(descriptor_);
}

// A lease to read is refused as long as anybody may write. It is given back at once: who opens the file in between
// waits so long, and the signal that asks us for it must be one that ends no program.
bool RegularFile::is_being_written() const {
  if (::fcntl(descriptor_, F_SETSIG, SIGURG) == 0) {
    if (::fcntl(descriptor_, F_SETLEASE, F_RDLCK) == 0) {
      ::fcntl(descriptor_, F_SETLEASE, F_UNLCK);
      return false;
    }
    if (errno == EAGAIN) return true;
  }
  constexpr std::chrono::seconds settled{2};
  struct stat status{};
  if (::fstat(descriptor_, &status) != 0) return true;
  const auto age = now() - std::chrono::sys_seconds(std::chrono::seconds(status.st_mtim.tv_sec));
  return age >= -settled && age <= settled;
}

RegularFile::Expected<std::size_t> RegularFile::read(std::span<char> buffer) {
  ssize_t count;
  do count = ::read(descriptor_, buffer.data(), buffer.size());
  while (count < 0 && errno == EINTR);
  if (count < 0) return std::unexpected(last_error());
  return static_cast<std::size_t>(count);
}

RegularFile::Expected<std::string> RegularFile::read_all(std::uint64_t largest) {
  std::string bytes;
  std::string piece(std::min(size_ + 1, piece_octets), '\0');
  for (;;) {
    const auto count = read(piece);
    if (!count) return std::unexpected(count.error());
    if (*count == 0) return bytes;
    bytes.append(piece, 0, *count);
    if (bytes.size() > largest) return std::unexpected(std::make_error_code(std::errc::file_too_large));
  }
}

bool RegularFile::has_changed() const {
  struct stat status{};
  return ::fstat(descriptor_, &status) != 0 || make_stamp(status) != stamp_;
}

RegularFile::Expected<std::string> stamp_of(const std::filesystem::path& path) {
  struct stat status{};
  if (::lstat(path.c_str(), &status) != 0) return std::unexpected(last_error());
  if (const auto wrong = check_type(status)) return std::unexpected(wrong);
  return make_stamp(status);
}

std::string make_stamp(const struct stat& status) {
  return std::to_string(status.st_mtim.tv_sec) + "." + std::to_string(status.st_mtim.tv_nsec) + ":" +
         std::to_string(status.st_size) + ":" + std::to_string(status.st_ino);
}

std::string explain(const std::error_code& error) {
  if (error == std::errc::too_many_symbolic_link_levels) return "it is a symbolic link";
  if (error == std::errc::is_a_directory || error == std::errc::not_supported) return "it is no regular file";
  return error.message();
}

}  // namespace n3
