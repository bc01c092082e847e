#include <cerrno>
#include <chrono>
#include <expected>
#include <filesystem>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <thread>
#include <utility>

#include <fcntl.h>
#include <unistd.h>

#include <n3/sources.hpp>

#include "base/regular_file.hpp"
#include "sources/folder.hpp"
#include "sources/mbox_reader.hpp"

namespace n3 {
namespace {

namespace fs = std::filesystem;

// Mail is delivered in moments; who holds a lock for longer is rewriting the file.
constexpr int most_attempts = 5;
constexpr std::chrono::milliseconds tick{20};

// A lock for reading, as fcntl() has them: nobody who asks for one is writing meanwhile. It ends with this object.
class ReadLock {
 public:
  explicit ReadLock(const fs::path& path) : descriptor_(::open(path.c_str(), O_RDONLY | O_NONBLOCK | O_CLOEXEC)) {
    struct flock whole{};
    whole.l_type = F_RDLCK;
    whole.l_whence = SEEK_SET;
    is_refused_ = ::fcntl(descriptor_, F_OFD_SETLK, &whole) != 0 && (errno == EAGAIN || errno == EACCES);
  }
  ReadLock(const ReadLock&) = delete;
  ReadLock& operator=(const ReadLock&) = delete;
  ~ReadLock() {
    if (descriptor_ >= 0) ::close(descriptor_);
  }

  bool is_refused() const { return is_refused_; }

 private:
  int descriptor_;
  bool is_refused_;
};

class MboxFile final : public Source {
 public:
  MboxFile(fs::path path, MboxFormat format) : path_(std::move(path)), format_(format) {}

  // A file that is as it was has nothing new. What identities are made of is part of the cursor.
  Answer<Batch> fetch(std::string_view cursor) override {
    for (int attempt = 1;; ++attempt) {
      const auto text = read(cursor);
      if (!text && (!text.error().is_busy || attempt == most_attempts)) return text.error().error;
      if (text) return *text ? batch(**text) : Batch{.cursor = std::string(cursor), .again = std::chrono::seconds(0)};
      std::this_thread::sleep_for(tick);
    }
  }

 private:
  struct Text {
    std::string bytes;
    std::string cursor;
  };
  struct Failure {
    Error error;
    bool is_busy = false;  // it is worth to try again in a moment
  };

  // Nothing: it is as it was.
  std::expected<std::optional<Text>, Failure> read(std::string_view cursor) const {
    if (const auto busy = locked()) return std::unexpected(*busy);
    const ReadLock lock(path_);
    if (lock.is_refused()) return std::unexpected(being_written(path_.string()));
    auto file = RegularFile::open(path_, Links::follow);
    if (!file) return std::unexpected(Failure{cannot_read(explain(file.error()))});
    Text text{.bytes = {}, .cursor = cursor_of(*file)};
    if (text.cursor == cursor) return std::nullopt;
    auto bytes = file->read_all();
    if (!bytes) return std::unexpected(Failure{cannot_read(explain(bytes.error()))});
    const auto now = RegularFile::open(path_, Links::follow);
    if (!now || cursor_of(*now) != text.cursor) return std::unexpected(being_written(path_.string()));
    if (const auto busy = locked()) return std::unexpected(*busy);
    text.bytes = *std::move(bytes);
    return text;
  }

  Answer<Batch> batch(const Text& text) const {
    auto content = sources::read_mbox(text.bytes, format_);
    if (!content) return cannot_read(content.error());
    Batch batch{.cursor = text.cursor, .again = std::chrono::seconds(0), .complete = content->is_whole};
    std::map<std::string, int> copies;
    for (std::string& mail : content->mails) {
      std::string key = sources::mbox_key(mail);
      if (const int copy = ++copies[key]; copy > 1) key += "/" + std::to_string(copy);
      batch.items.push_back({.key = std::move(key), .content = Mail{std::move(mail)}});
    }
    if (!content->is_whole)
      batch.problems.push_back("the last mail in " + path_.string() + " has no end yet, and is left out");
    return batch;
  }

  std::optional<Failure> locked() const {
    const fs::path lock = path_.string() + ".lock";
    std::error_code ignored;
    if (!fs::exists(fs::symlink_status(lock, ignored))) return std::nullopt;
    return being_written(path_.string() + ", " + lock.string() + " is there");
  }

  std::string cursor_of(const RegularFile& file) const {
    return (format_ == MboxFormat::mboxrd ? "mboxrd " : "mboxo ") + file.stamp();
  }

  Error cannot_read(const std::string& why) const {
    return Error::temporary("cannot read " + path_.string() + ": " + why);
  }

  static Failure being_written(const std::string& what) {
    return {Error::temporary("another program is writing " + what), true};
  }

  const fs::path path_;
  const MboxFormat format_;
};

}  // namespace

std::unique_ptr<Source> mbox(fs::path file, MboxFormat format) {
  return std::make_unique<MboxFile>(std::move(file), format);
}

}  // namespace n3
