#include "pop3/command.hpp"

#include <algorithm>
#include <charconv>
#include <limits>

#include "base/ascii.hpp"

namespace n3::pop3 {

Command parse_command(std::string_view line) {
  const std::size_t space = line.find(' ');
  if (space == line.npos) return {line, std::nullopt};
  return {line.substr(0, space), line.substr(space + 1)};
}

std::optional<std::uint64_t> parse_line_count(std::string_view text) {
  if (text.empty() || !std::ranges::all_of(text, ascii::is_digit)) return std::nullopt;
  std::uint64_t count = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), count);
  return error == std::errc() ? count : std::numeric_limits<std::uint64_t>::max();
}

std::optional<std::size_t> parse_message_number(std::string_view text, std::size_t highest) {
  const auto number = parse_line_count(text);
  if (!number || text.front() == '0' || *number > highest) return std::nullopt;
  return static_cast<std::size_t>(*number);
}

}  // namespace n3::pop3
