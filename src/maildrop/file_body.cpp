#include "maildrop/file_body.hpp"

#include <memory>
#include <string>
#include <string_view>
#include <utility>

namespace n3 {
namespace {

constexpr std::size_t piece_octets = std::size_t{64} * 1024;

Error read_error(const std::string& name, const std::error_code& error) {
  return Error::temporary("cannot read " + name + ": " + explain(error));
}

class FileChunks final : public ChunkSource {
 public:
  FileChunks(RegularFile file, std::string name) : file_(std::move(file)), name_(std::move(name)) {}

  Answer<std::string_view> next() override {
    piece_.resize(piece_octets);
    const auto count = file_.read(piece_);
    if (!count) return read_error(name_, count.error());
    if (*count == 0 && file_.has_changed()) return Error::temporary(name_ + " was written to while it was read");
    return std::string_view(piece_).substr(0, *count);
  }

 private:
  RegularFile file_;
  std::string name_;
  std::string piece_;
};

}  // namespace

Answer<Body> to_body(RegularFile file, const std::filesystem::path& path) {
  std::string name = path.filename().string();
  if (file.size() >= piece_octets) return Body::chunks(std::make_unique<FileChunks>(std::move(file), std::move(name)));
  auto bytes = file.read_all();
  if (!bytes) return read_error(name, bytes.error());
  return Body::text(std::move(*bytes));
}

Answer<Body> read_file(const std::filesystem::path& path) {
  auto file = RegularFile::open(path, Links::follow);
  if (!file) return read_error(path.filename().string(), file.error());
  return to_body(std::move(*file), path);
}

}  // namespace n3
