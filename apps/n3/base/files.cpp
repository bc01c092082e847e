#include "base/files.hpp"

#include <fcntl.h>
#include <fmt/format.h>
#include <sys/stat.h>
#include <unistd.h>

#include <array>
#include <cerrno>
#include <cstdio>
#include <stdexcept>

namespace n3::program {
namespace {

/// A file descriptor that is closed at the end.
class Descriptor {
 public:
  explicit Descriptor(int number) : number_(number) {}
  Descriptor(const Descriptor&) = delete;
  Descriptor& operator=(const Descriptor&) = delete;
  ~Descriptor() {
    if (number_ >= 0) ::close(number_);
  }
  operator int() const { return number_; }

 private:
  int number_;
};

void write_all(int descriptor, std::string_view content) {
  while (!content.empty()) {
    const ssize_t written = ::write(descriptor, content.data(), content.size());
    if (written < 0 && errno == EINTR) continue;
    if (written < 0) throw std::system_error(errno, std::generic_category());
    content.remove_prefix(static_cast<std::size_t>(written));
  }
}

}  // namespace

std::expected<std::string, std::error_code> read_whole(const std::filesystem::path& path) {
  const auto failed = [] { return std::unexpected(std::error_code(errno, std::generic_category())); };
  const Descriptor file(::open(path.c_str(), O_RDONLY | O_CLOEXEC));
  if (file < 0) return failed();
  std::string content;
  std::array<char, 65536> piece;
  for (;;) {
    const ssize_t got = ::read(file, piece.data(), piece.size());
    if (got == 0) return content;
    if (got < 0 && errno != EINTR) return failed();
    if (got > 0) content.append(piece.data(), static_cast<std::size_t>(got));
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
