// Invariant: the lines that a LineBuffer gives are the stream cut at CRLF, whatever pieces it arrives in, and those
// over the limit are told and not given; no more than the limit waits in it. A line taken apart can be put together
// again, and what is taken for a number is written as that number.
//
// Script: the octets of each piece (0: the rest).

#include "pop3/command.hpp"

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <limits>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/ascii.hpp"
#include "input.hpp"
#include "pop3/line_buffer.hpp"

namespace {

using namespace n3;

constexpr std::size_t longest_response = 400;

std::size_t limit_of(std::string_view beginning) {
  return ascii::same(beginning.substr(0, 5), "AUTH ") ? longest_response : 255;
}

using Lines = std::vector<std::optional<std::string>>;  // nothing: too long

Lines reference_lines(std::string_view bytes) {
  Lines lines;
  for (std::size_t end; (end = bytes.find("\r\n")) != bytes.npos; bytes.remove_prefix(end + 2)) {
    const std::string_view line = bytes.substr(0, end);
    if (line.size() + 2 > limit_of(line)) {
      lines.emplace_back();
    } else {
      lines.emplace_back(line);
    }
  }
  return lines;
}

Lines buffered_lines(fuzz::Input input) {
  pop3::LineBuffer buffer;
  Lines lines;
  for (std::string_view rest = input.bytes; !rest.empty();) {
    const std::size_t octets = input.script.next();
    const std::string_view piece = rest.substr(0, octets == 0 ? rest.size() : octets);
    buffer.append(piece);
    rest.remove_prefix(piece.size());
    while (const auto line = buffer.next(limit_of)) {
      fuzz::require(!line->too_long || line->text.empty(), "of a line that is too long nothing is given");
      lines.push_back(line->too_long ? std::nullopt : std::optional(std::string(line->text)));
    }
    fuzz::require(buffer.size() <= longest_response, "no more than the longest line waits");
  }
  return lines;
}

std::string written(std::uint64_t number) { return std::to_string(number); }

void check_command(std::string_view line) {
  const pop3::Command command = pop3::parse_command(line);
  fuzz::require(command.keyword.find(' ') == line.npos, "a keyword has no space");
  const std::string together =
      std::string(command.keyword) + (command.argument ? " " + std::string(*command.argument) : "");
  fuzz::require(together == line, "a keyword and an argument are the line");
  if (!command.argument) return;

  constexpr std::size_t highest = 5'000'000;
  if (const auto number = pop3::parse_message_number(*command.argument, highest))
    fuzz::require(written(*number) == *command.argument && *number >= 1 && *number <= highest,
                  "a message number reads back");
  if (const auto count = pop3::parse_line_count(*command.argument)) {
    std::string_view digits = *command.argument;
    digits.remove_prefix(std::min(digits.find_first_not_of('0'), digits.size() - 1));
    fuzz::require(*count == std::numeric_limits<std::uint64_t>::max() || written(*count) == digits,
                  "a number of lines reads back");
  }
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const fuzz::Input input(data, size);
  const Lines lines = buffered_lines(input);
  fuzz::require(lines == reference_lines(input.bytes), "the buffer and the reference agree");
  for (const auto& line : lines)
    if (line) check_command(*line);
  return 0;
}
