#pragma once

#include <optional>
#include <string>
#include <string_view>

namespace n3::program {

/// A key that an object of this JSON text has more than once. A parsed value does not tell: the last one wins.
std::optional<std::string> repeated_key(std::string_view json);

}  // namespace n3::program
