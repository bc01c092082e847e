#include "base/files.hpp"

#include <fcntl.h>
#include <fmt/format.h>
#include <sys/stat.h>
#include <unistd.h>

#include <array>
#include <cerrno>
#include <cstdio>
#include <stdexcept>
#include <system_error>
#include <utility>

namespace n3::program {
namespace {

/// A file descriptor that is closed at the end.
class Descriptor {
 public:
  explicit Descriptor(int number) : number_(number) {}
  Descriptor(Descriptor&& other) noexcept : number_(std::exchange(other.number_, -1)) {}
  Descriptor& operator=(Descriptor&&) = delete;
  ~Descriptor() {
    if (number_ >= 0) ::close(number_);
  }
  operator int() const { return number_; }

 private:
  int number_;
};

std::unexpected<std::string> failed(int error) { return std::unexpected(std::generic_category().message(error)); }

std::expected<Descriptor, std::string> open_ordinary(const std::filesystem::path& path) {
  Descriptor file(::open(path.c_str(), O_RDONLY | O_CLOEXEC | O_NONBLOCK));  // or else a FIFO waits for its writer
  struct stat about{};
  if (file < 0 || ::fstat(file, &about) != 0) return failed(errno);
  if (S_ISDIR(about.st_mode)) return failed(EISDIR);
  if (!S_ISREG(about.st_mode)) return std::unexpected("Not an ordinary file");
  return file;
}

void write_all(int descriptor, std::string_view content) {
  while (!content.empty()) {
    const ssize_t written = ::write(descriptor, content.data(), content.size());
    if (written < 0 && errno == EINTR) continue;
    if (written < 0) throw std::system_error(errno, std::generic_category());
    content.remove_prefix(static_cast<std::size_t>(written));
  }
}

}  // namespace

std::string unreadable(const std::filesystem::path& path) {
  const auto file = open_ordinary(path);
  return file ? "" : file.error();
}

std::expected<std::string, std::string> read_whole(const std::filesystem::path& path, std::size_t largest) {
  const auto file = open_ordinary(path);
  if (!file) return std::unexpected(file.error());
  std::string content;
  std::array<char, 65536> piece;
  for (;;) {
    const ssize_t got = ::read(*file, piece.data(), piece.size());
    if (got == 0) return content;
    if (got < 0 && errno != EINTR) return failed(errno);
    if (got > 0) content.append(piece.data(), static_cast<std::size_t>(got));
    if (content.size() > largest) return std::unexpected(fmt::format("Larger than {} octets", largest));
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
