#pragma once

#include <chrono>
#include <optional>
#include <string_view>

namespace n3::mime {

/// A date as feeds and people have it: RFC 3339 and what else passes for ISO 8601, RFC 822 with all its descendants and
/// mistakes, asctime. Without a time zone it is UTC. Nothing where it is no date between the years 1900 and 9999.
std::optional<std::chrono::sys_seconds> parse_date(std::string_view text);

}  // namespace n3::mime
