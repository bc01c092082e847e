#include "service/log.hpp"

#include <fmt/chrono.h>
#include <fmt/format.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cstdio>
#include <cstdlib>

#include "base/one_line.hpp"

namespace n3::program {
namespace {

/// $JOURNAL_STREAM names the device and inode of the journal's end of stderr; a shell's children inherit the variable,
/// whatever their stderr is.
bool is_read_by_journal() {
  struct stat about{};
  const char* stream = std::getenv("JOURNAL_STREAM");
  return stream && ::fstat(STDERR_FILENO, &about) == 0 && stream == fmt::format("{}:{}", about.st_dev, about.st_ino);
}

int journal_priority(Event::Level level) {
  switch (level) {
    case Event::Level::error: return 3;
    case Event::Level::warning: return 4;
    case Event::Level::info: return 6;
    default: return 7;
  }
}

std::string_view mark(Event::Level level) {
  switch (level) {
    case Event::Level::error: return "error: ";
    case Event::Level::warning: return "warning: ";
    default: return "";
  }
}

}  // namespace

void log_line(Event::Level level, std::string_view text) {
  static const bool for_journal = is_read_by_journal();
  const std::string line =
      for_journal ? fmt::format("<{}>{}\n", journal_priority(level), one_line(text))
                  : fmt::format("{:%FT%TZ} {}{}\n", fmt::gmtime(std::time(nullptr)), mark(level), one_line(text));
  std::fwrite(line.data(), 1, line.size(), stderr);  // unbuffered, so one write for one line
}

Log stderr_log() {
  return [](const Event& event) {
    if (event.level == Event::Level::debug) return;
    log_line(event.level, event.session ? to_string(*event.session) : event.text);
  };
}

}  // namespace n3::program
