#include "log.hpp"

#include <fmt/chrono.h>
#include <fmt/format.h>

#include <cstdio>
#include <cstdlib>

namespace n3::program {
namespace {

bool is_read_by_journal() {
  static const bool is_set = std::getenv("JOURNAL_STREAM") != nullptr;
  return is_set;
}

int journal_priority(Event::Level level) {
  switch (level) {
    case Event::Level::error:
      return 3;
    case Event::Level::warning:
      return 4;
    case Event::Level::info:
      return 6;
    default:
      return 7;
  }
}

std::string_view mark(Event::Level level) {
  switch (level) {
    case Event::Level::error:
      return "error: ";
    case Event::Level::warning:
      return "warning: ";
    default:
      return "";
  }
}

}  // namespace

void log_line(Event::Level level, std::string_view text) {
  const std::string line = is_read_by_journal()
                               ? fmt::format("<{}>{}\n", journal_priority(level), text)
                               : fmt::format("{:%FT%TZ} {}{}\n", fmt::gmtime(std::time(nullptr)), mark(level), text);
  std::fwrite(line.data(), 1, line.size(), stderr);  // unbuffered, so one write for one line
}

Log stderr_log() {
  return [](const Event& event) {
    if (event.level == Event::Level::debug) return;
    log_line(event.level, event.session ? to_string(*event.session) : event.text);
  };
}

}  // namespace n3::program
