#include "base/files.hpp"

#include <fmt/format.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>
#include <cstdio>
#include <limits>
#include <stdexcept>
#include <system_error>
#include <utility>

#include "base/descriptor.hpp"
#include "base/regular_file.hpp"

namespace n3::program {
namespace {

// In words that begin as the system's do.
std::string explained(const std::error_code& error) {
  return error == std::errc::not_supported ? "Not an ordinary file" : error.message();
}

}  // namespace

std::string unreadable(const std::filesystem::path& path) {
  const auto file = RegularFile::open(path, Links::follow);
  return file ? "" : explained(file.error());
}

std::expected<std::string, std::string> read_whole(const std::filesystem::path& path, std::size_t largest) {
  auto file = RegularFile::open(path, Links::follow);
  if (!file) return std::unexpected(explained(file.error()));
  auto content = file->read_all(largest);
  if (content) return std::move(*content);
  if (content.error() == std::errc::file_too_large)
    return std::unexpected(fmt::format("Larger than {} octets", largest));
  return std::unexpected(explained(content.error()));
}

std::string read_needed(const std::filesystem::path& path) {
  auto content = read_whole(path, std::numeric_limits<std::size_t>::max());
  if (!content) throw std::runtime_error(fmt::format("cannot read {}: {}", path.string(), content.error()));
  return std::move(*content);
}

void write_all(int descriptor, std::string_view content) {
  while (!content.empty()) {
    const ssize_t written = ::write(descriptor, content.data(), content.size());
    if (written < 0 && errno == EINTR) continue;
    if (written < 0) throw std::system_error(errno, std::generic_category());
    content.remove_prefix(static_cast<std::size_t>(written));
  }
}

void write_whole(const std::filesystem::path& path, std::string_view content, mode_t mode) {
  std::string temporary = path.string() + ".XXXXXX";
  const Descriptor file(::mkstemp(temporary.data()));
  try {
    if (file < 0) throw std::system_error(errno, std::generic_category());
    if (::fchmod(file, mode) != 0) throw std::system_error(errno, std::generic_category());
    write_all(file, content);
    if (::rename(temporary.c_str(), path.c_str()) != 0) throw std::system_error(errno, std::generic_category());
  } catch (const std::system_error& error) {
    if (file >= 0) ::unlink(temporary.c_str());
    throw std::runtime_error(fmt::format("cannot write {}: {}", path.string(), error.code().message()));
  }
}

}  // namespace n3::program
