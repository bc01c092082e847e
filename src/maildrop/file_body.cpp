#include "maildrop/file_body.hpp"

#include <algorithm>
#include <cerrno>
#include <memory>
#include <utility>

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

namespace n3 {
namespace {

constexpr std::size_t piece_octets = std::size_t{64} * 1024;

std::error_code last_error() { return {errno, std::generic_category()}; }

std::string make_stamp(const struct stat& status) {
  const auto nanoseconds = std::int64_t{status.st_mtim.tv_sec} * 1'000'000'000 + status.st_mtim.tv_nsec;
  return std::to_string(nanoseconds) + ":" + std::to_string(status.st_size) + ":" + std::to_string(status.st_ino);
}

// ELOOP is what open() says of a link that it is not to follow.
std::error_code check_type(const struct stat& status) {
  if (S_ISREG(status.st_mode)) return {};
  return std::make_error_code(S_ISLNK(status.st_mode) ? std::errc::too_many_symbolic_link_levels
                                                      : std::errc::not_supported);
}

Error read_error(const std::string& name, const std::error_code& error) {
  return Error::temporary("cannot read " + name + ": " + explain(error));
}

class FileChunks final : public ChunkSource {
 public:
  explicit FileChunks(MailFileReader file) : file_(std::move(file)) {}

  Answer<std::string_view> next() override {
    const auto piece = file_.read();
    if (!piece) return read_error(file_.name(), piece.error());
    return *piece;
  }

 private:
  MailFileReader file_;
};

}  // namespace

MailFileReader::Expected MailFileReader::open(const std::filesystem::path& path, Links links) {
  // O_NONBLOCK: a FIFO in the place of the file must not hold us up.
  const int flags = O_RDONLY | O_NONBLOCK | O_CLOEXEC | (links == Links::refuse ? O_NOFOLLOW : 0);
  MailFileReader file(::open(path.c_str(), flags), path.filename().string());
  struct stat status{};
  if (file.descriptor_ < 0 || ::fstat(file.descriptor_, &status) != 0) return std::unexpected(last_error());
  if (const auto wrong = check_type(status)) return std::unexpected(wrong);
  file.stamp_ = make_stamp(status);
  file.size_ = static_cast<std::uint64_t>(status.st_size);
  return file;
}

MailFileReader::MailFileReader(MailFileReader&& other) noexcept
    : descriptor_(std::exchange(other.descriptor_, -1)),
      name_(std::move(other.name_)),
      stamp_(std::move(other.stamp_)),
      size_(other.size_),
      piece_(std::move(other.piece_)) {}

MailFileReader& MailFileReader::operator=(MailFileReader&& other) noexcept {
  std::swap(descriptor_, other.descriptor_);
  std::swap(name_, other.name_);
  std::swap(stamp_, other.stamp_);
  std::swap(size_, other.size_);
  std::swap(piece_, other.piece_);
  return *this;
}

MailFileReader::~MailFileReader() {
  if (descriptor_ >= 0) ::close(descriptor_);
}

std::expected<std::string_view, std::error_code> MailFileReader::read() {
  piece_.resize(std::min<std::uint64_t>(size_ + 1, piece_octets));
  ssize_t count;
  do count = ::read(descriptor_, piece_.data(), piece_.size());
  while (count < 0 && errno == EINTR);
  if (count < 0) return std::unexpected(last_error());
  return std::string_view(piece_).substr(0, static_cast<std::size_t>(count));
}

std::expected<std::string, std::error_code> stamp_of(const std::filesystem::path& path) {
  struct stat status{};
  if (::lstat(path.c_str(), &status) != 0) return std::unexpected(last_error());
  if (const auto wrong = check_type(status)) return std::unexpected(wrong);
  return make_stamp(status);
}

std::string explain(const std::error_code& error) {
  if (error == std::errc::too_many_symbolic_link_levels) return "it is a symbolic link";
  if (error == std::errc::not_supported) return "it is no regular file";
  return error.message();
}

Answer<Body> to_body(MailFileReader file) {
  if (file.size() >= piece_octets) return Body::chunks(std::make_unique<FileChunks>(std::move(file)));
  std::string bytes;
  for (;;) {
    const auto piece = file.read();
    if (!piece) return read_error(file.name(), piece.error());
    if (piece->empty()) return Body::text(std::move(bytes));
    bytes += *piece;
  }
}

Answer<Body> read_file(const std::filesystem::path& path) {
  auto file = MailFileReader::open(path, Links::follow);
  if (!file) return read_error(path.filename().string(), file.error());
  return to_body(std::move(*file));
}

}  // namespace n3
