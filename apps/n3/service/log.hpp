#pragma once

#include <n3/log.hpp>

namespace n3::program {

/// One line an event on stderr. With a time stamp, unless the journal reads it, which has its own and takes the level
/// as sd-daemon(3) writes it: "<4>the mailbox blog ...".
Log stderr_log();

/// One line of the program itself, in the same form; escaped here.
void log_line(Event::Level level, std::string_view text);

}  // namespace n3::program
