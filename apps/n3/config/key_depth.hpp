#pragma once

#include <optional>
#include <string_view>

#include "config/problem.hpp"

namespace n3::program {

/// Where a key of the TOML text has more parts, a.b.c..., than any configuration needs: the tables that it makes are
/// taken apart by recursion.
std::optional<Place> deep_key(std::string_view toml);

}  // namespace n3::program
