#include "sources/regular_file.hpp"

#include <algorithm>
#include <cerrno>
#include <cstdint>
#include <system_error>

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

namespace n3::sources {
namespace {

constexpr std::size_t piece_octets = std::size_t{64} * 1024;

std::unexpected<std::string> last_error() { return std::unexpected(std::generic_category().message(errno)); }

}  // namespace

std::expected<RegularFile, std::string> RegularFile::open(const std::string& path) {
  RegularFile file(::open(path.c_str(), O_RDONLY | O_NONBLOCK | O_CLOEXEC));
  struct stat status{};
  if (file.descriptor_ < 0 || ::fstat(file.descriptor_, &status) != 0) return last_error();
  if (!S_ISREG(status.st_mode)) return std::unexpected("it is no regular file");
  const auto nanoseconds = std::int64_t{status.st_mtim.tv_sec} * 1'000'000'000 + status.st_mtim.tv_nsec;
  file.stamp_ = std::to_string(status.st_size) + " " + std::to_string(nanoseconds);
  return file;
}

RegularFile::~RegularFile() {
  if (descriptor_ >= 0) ::close(descriptor_);
}

std::expected<std::string, std::string> RegularFile::read(std::size_t largest) const {
  std::string bytes;
  std::string piece(piece_octets, '\0');
  for (;;) {
    const ssize_t count = ::read(descriptor_, piece.data(), piece.size());
    if (count < 0 && errno == EINTR) continue;
    if (count < 0) return last_error();
    if (count == 0) return bytes;
    bytes.append(piece, 0, static_cast<std::size_t>(count));
    if (bytes.size() > largest) return std::unexpected("it is larger than " + std::to_string(largest) + " octets");
  }
}

}  // namespace n3::sources
