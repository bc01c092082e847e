#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string_view>

namespace n3::pop3 {

/// A line taken apart: a keyword of any case and, after one space, the rest. RFC 1939 section 3.
struct Command {
  std::string_view keyword;
  std::optional<std::string_view> argument;  ///< Absent where no space follows the keyword.
};
Command parse_command(std::string_view line);

/// A message number as RFC 1939 writes it: decimal, no sign, no leading zero, no other octet, 1 to `highest`.
std::optional<std::size_t> parse_message_number(std::string_view text, std::size_t highest);

/// The number of lines in TOP: digits, of any length; what is too large for 64 bits means all.
std::optional<std::uint64_t> parse_line_count(std::string_view text);

}  // namespace n3::pop3
