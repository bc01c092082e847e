#pragma once

#include <string_view>

namespace n3::program {

/// Writes to standard output, where it is to be seen at once. Throws std::runtime_error.
void print(std::string_view text);

}  // namespace n3::program
