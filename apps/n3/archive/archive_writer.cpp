#include <fcntl.h>
#include <fmt/chrono.h>
#include <fmt/format.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <cstdio>
#include <stdexcept>
#include <system_error>

#include "archive/archive.hpp"
#include "base/ascii.hpp"
#include "base/files.hpp"

namespace n3::program {
namespace {

namespace fs = std::filesystem;

[[noreturn]] void fail(std::string_view what, const fs::path& path) {
  throw std::runtime_error(
      fmt::format("cannot {} {}: {}", what, path.string(), std::error_code(errno, std::generic_category()).message()));
}

/// The lines of a mail, without their ends.
template <class Take>
void for_each_line(std::string_view mail, Take take) {
  while (!mail.empty()) {
    const std::size_t end = std::min(mail.find('\n'), mail.size());
    std::string_view line = mail.substr(0, end);
    if (line.ends_with('\r')) line.remove_suffix(1);
    take(line);
    mail.remove_prefix(std::min(end + 1, mail.size()));
  }
}

void sync(const fs::path& path) {
  const int descriptor = ::open(path.c_str(), O_RDONLY | O_CLOEXEC);
  if (descriptor < 0) fail("open", path);
  const int result = ::fsync(descriptor);
  ::close(descriptor);
  if (result != 0) fail("sync", path);
}

/// One file a message. What is there already is left alone, so that exporting again adds what is new.
class MaildirWriter final : public ArchiveWriter {
 public:
  explicit MaildirWriter(fs::path folder) : folder_(std::move(folder)) {
    for (const char* name : {"tmp", "new", "cur"}) {
      std::error_code error;
      fs::create_directories(folder_ / name, error);
      if (error)
        throw std::runtime_error(fmt::format("cannot make {}: {}", (folder_ / name).string(), error.message()));
    }
  }

  std::string add(std::string_view mail, std::string_view uid, std::chrono::sys_seconds received) override {
    const std::string name = fmt::format("{}.{}.n3", received.time_since_epoch().count(), file_name(uid));
    const fs::path file = folder_ / "cur" / (name + ":2,");
    std::error_code ignored;
    if (fs::exists(file, ignored)) return name;
    std::string text;
    text.reserve(mail.size());
    for_each_line(mail, [&](std::string_view line) { text.append(line) += '\n'; });
    write_whole(folder_ / "tmp" / name, text, 0600);
    sync(folder_ / "tmp" / name);
    if (std::rename((folder_ / "tmp" / name).c_str(), file.c_str()) != 0) fail("make", file);
    return name;
  }

  void finish() override { sync(folder_ / "cur"); }

 private:
  static std::string file_name(std::string_view uid) {
    std::string name;
    for (const char c : uid)
      name += ascii::is_alnum(c) || c == '-' || c == '_' ? std::string(1, c) : fmt::format("={:02X}", c);
    return name;
  }

  const fs::path folder_;
};

/// All in one file, which must not be there yet.
class MboxWriter final : public ArchiveWriter {
 public:
  explicit MboxWriter(fs::path file) : path_(std::move(file)), file_(std::fopen(path_.c_str(), "wbxe")) {
    if (!file_) fail("make", path_);
  }
  ~MboxWriter() override {
    if (file_) std::fclose(file_);
  }
  MboxWriter(const MboxWriter&) = delete;
  MboxWriter& operator=(const MboxWriter&) = delete;

  std::string add(std::string_view mail, std::string_view, std::chrono::sys_seconds received) override {
    std::string text =
        fmt::format("From n3 {:%a %b %e %H:%M:%S %Y}\n", fmt::gmtime(received.time_since_epoch().count()));
    for_each_line(mail, [&](std::string_view line) {  // in a header too, which should have no such line
      if (line.substr(std::min(line.find_first_not_of('>'), line.size())).starts_with("From ")) text += '>';
      text.append(line) += '\n';
    });
    text += '\n';
    if (std::fwrite(text.data(), 1, text.size(), file_) != text.size()) fail("write", path_);
    return std::to_string(++count_);
  }

  void finish() override {
    if (std::fflush(file_) != 0 || ::fsync(::fileno(file_)) != 0) fail("write", path_);
  }

 private:
  const fs::path path_;
  std::FILE* const file_;
  std::size_t count_ = 0;
};

}  // namespace

std::unique_ptr<ArchiveWriter> ArchiveWriter::open(const fs::path& place) {
  if (place.extension() == ".mbox") return std::make_unique<MboxWriter>(place);
  return std::make_unique<MaildirWriter>(place);
}

}  // namespace n3::program
