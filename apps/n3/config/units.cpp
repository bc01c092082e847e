#include "config/units.hpp"

#include <algorithm>
#include <array>
#include <charconv>
#include <limits>
#include <ranges>
#include <span>

#include "base/ascii.hpp"

namespace n3::program {
namespace {

struct Unit {
  std::string_view name;
  std::uint64_t factor;
};

constexpr std::array<Unit, 5> durations{{{"ms", 1}, {"s", 1000}, {"m", 60'000}, {"h", 3'600'000}, {"d", 86'400'000}}};
constexpr std::array<Unit, 7> sizes{{{"", 1},
                                     {"KiB", 1024},
                                     {"MiB", 1024ULL * 1024},
                                     {"GiB", 1024ULL * 1024 * 1024},
                                     {"kB", 1000},
                                     {"MB", 1'000'000},
                                     {"GB", 1'000'000'000}}};

std::optional<std::uint64_t> parse(std::string_view text, std::span<const Unit> units) {
  std::uint64_t number = 0;
  const auto [rest, error] = std::from_chars(text.data(), text.data() + text.size(), number);
  if (error != std::errc{}) return std::nullopt;
  text.remove_prefix(static_cast<std::size_t>(rest - text.data()));
  for (const auto& [name, factor] : units) {
    if (text != name) continue;
    constexpr auto most = static_cast<std::uint64_t>(std::numeric_limits<std::int64_t>::max());
    if (number > most / factor) return std::nullopt;
    return number * factor;
  }
  return std::nullopt;
}

}  // namespace

std::optional<std::chrono::milliseconds> parse_duration(std::string_view text) {
  const auto number = parse(text, durations);
  if (!number) return std::nullopt;
  return std::chrono::milliseconds(*number);
}

std::optional<std::uint64_t> parse_size(std::string_view text) { return parse(text, sizes); }

std::optional<std::chrono::minutes> parse_time_of_day(std::string_view text) {
  constexpr std::string_view form = "00:00";
  const auto fits = [](char c, char like) { return like == '0' ? ascii::is_digit(c) : c == like; };
  if (!std::ranges::equal(text, form, fits)) return std::nullopt;
  const int hours = (text[0] - '0') * 10 + text[1] - '0';
  const int minutes = (text[3] - '0') * 10 + text[4] - '0';
  if (hours > 23 || minutes > 59) return std::nullopt;
  return std::chrono::hours(hours) + std::chrono::minutes(minutes);
}

std::string duration_text(std::chrono::milliseconds duration) {
  const auto number = static_cast<std::uint64_t>(duration.count());
  for (const auto& [name, factor] : std::views::reverse(durations)) {
    if (number != 0 && number % factor == 0) return std::to_string(number / factor).append(name);
  }
  return "0s";
}

}  // namespace n3::program
