#include "maildrop/file_body.hpp"

#include <cerrno>
#include <system_error>
#include <utility>

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

namespace n3 {
namespace {

constexpr std::size_t piece_octets = 64 * 1024;

Error file_error(const std::filesystem::path& path, int number) {
  return Error::temporary("cannot read " + path.filename().string() + ": " + std::generic_category().message(number));
}

class FileChunks final : public ChunkSource {
 public:
  FileChunks(int file, std::filesystem::path path) : file_(file), path_(std::move(path)) {}
  ~FileChunks() override { ::close(file_); }

  Answer<std::string_view> next() override {
    piece_.resize(piece_octets);
    ssize_t count;
    do count = ::read(file_, piece_.data(), piece_.size());
    while (count < 0 && errno == EINTR);
    if (count < 0) return file_error(path_, errno);
    return std::string_view(piece_).substr(0, static_cast<std::size_t>(count));
  }

 private:
  int file_;
  std::filesystem::path path_;
  std::string piece_;
};

}  // namespace

Answer<Body> read_file(const std::filesystem::path& path) {
  const int file = ::open(path.c_str(), O_RDONLY | O_CLOEXEC | O_NONBLOCK);  // a FIFO must not hold us up
  if (file < 0) return file_error(path, errno);
  auto chunks = std::make_unique<FileChunks>(file, path);
  struct stat about{};
  if (::fstat(file, &about) != 0) return file_error(path, errno);
  if (!S_ISREG(about.st_mode)) return Error::temporary(path.filename().string() + " is not a regular file");
  if (about.st_size >= static_cast<off_t>(piece_octets)) return Body::chunks(std::move(chunks));

  std::string bytes;
  for (;;) {
    auto answer = chunks->next();
    if (const Error* error = answer.error()) return *error;
    if (answer.value()->empty()) return Body::text(std::move(bytes));
    bytes += *answer.value();
  }
}

}  // namespace n3
