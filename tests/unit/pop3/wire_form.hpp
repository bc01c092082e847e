#pragma once

#include <algorithm>
#include <cstdint>
#include <limits>
#include <ostream>
#include <string>
#include <string_view>
#include <vector>

namespace n3::pop3 {

/// What a client is sent of a message, and its size before dot-stuffing.
struct WireForm {
  std::string bytes;
  std::uint64_t octets = 0;
  friend bool operator==(const WireForm&, const WireForm&) = default;
  friend std::ostream& operator<<(std::ostream& out, const WireForm& form) {
    return out << form.octets << " octets:\n" << form.bytes;
  }
};

inline constexpr std::uint64_t all_lines = std::numeric_limits<std::uint64_t>::max();

/// LF ends a line, and the CR before it is no part of the line; nor is one that ends the message.
inline std::vector<std::string> lines_of(std::string_view message) {
  std::vector<std::string> lines;
  while (!message.empty()) {
    std::string line(message.substr(0, message.find('\n')));
    message.remove_prefix(std::min(line.size() + 1, message.size()));
    if (line.ends_with('\r')) line.pop_back();
    lines.push_back(std::move(line));
  }
  return lines;
}

/// The same as the Encoder, said as simply as can be: RFC 1939's RETR, or TOP with so many lines of the body.
inline WireForm wire_form(std::string_view message, std::uint64_t body_lines = all_lines) {
  std::vector<std::string> lines = lines_of(message);
  if (std::ranges::find(lines, "") == lines.end()) lines.push_back("");
  const auto header = static_cast<std::uint64_t>(std::ranges::find(lines, "") - lines.begin()) + 1;

  WireForm form;
  for (std::uint64_t i = 0; i < lines.size() && (i < header || i - header < body_lines); ++i) {
    form.bytes += (lines[i].starts_with('.') ? "." : "") + lines[i] + "\r\n";
    form.octets += lines[i].size() + 2;
  }
  return form;
}

}  // namespace n3::pop3
