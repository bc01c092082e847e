#pragma once

#include <chrono>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

/// Durations, times and sizes as people write them.
namespace n3::program {

/// "500ms", "90s", "15m", "12h", "30d"; nothing where the text is not one of these.
std::optional<std::chrono::milliseconds> parse_duration(std::string_view text);

/// "512", "64KiB", "16MiB", "10MB" in octets; nothing where the text is not one of these.
std::optional<std::uint64_t> parse_size(std::string_view text);

/// "00:00" to "23:59", since midnight; nothing where the text is not one of these.
std::optional<std::chrono::minutes> parse_time_of_day(std::string_view text);

/// The shortest form that parse_duration reads back as the same.
std::string duration_text(std::chrono::milliseconds duration);

}  // namespace n3::program
