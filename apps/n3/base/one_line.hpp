#pragma once

#include <string>
#include <string_view>

namespace n3::program {

/// Text for the operator as one line of a terminal or a log: control characters and what is not UTF-8 as \xNN. What has
/// been escaped already stays as it is.
std::string one_line(std::string_view text);

/// The same, on stderr.
void complain(std::string_view text);

}  // namespace n3::program
