#include "messages.hpp"

#include <algorithm>
#include <stdexcept>

namespace n3::transcripts {

std::string generated_message(std::size_t octets) {
  constexpr std::string_view header = "Subject: a message\r\n\r\n";
  constexpr std::size_t line_end = 2, longest = 62;
  if (octets < header.size() || octets == header.size() + 1)
    throw std::invalid_argument("no message is that short; write its text");
  std::string message(header);
  message.reserve(octets);
  for (std::size_t line = 0; message.size() < octets; ++line) {
    const std::size_t left = octets - message.size();
    std::size_t take = std::min(left, longest - line % 7);
    if (left - take == 1) --take;  // one octet is no line
    std::string text(take - line_end, static_cast<char>('a' + line % 26));
    if (line % 3 == 0 && !text.empty()) text[0] = '.';
    message += text + "\r\n";
  }
  return message;
}

std::vector<std::string> lines_on_the_wire(std::string_view message) {
  std::vector<std::string> lines;
  bool in_header = true;
  while (!message.empty()) {
    const auto end = message.find('\n');
    auto line = message.substr(0, end);
    message.remove_prefix(std::min(line.size() + 1, message.size()));
    const bool ended = end != message.npos;
    if (line.ends_with('\r') && (ended || message.empty())) line.remove_suffix(1);
    if (line.empty()) in_header = false;
    lines.emplace_back(line);
  }
  if (in_header) lines.emplace_back();
  return lines;
}

std::size_t octets_of(const std::vector<std::string>& lines) {
  std::size_t octets = 0;
  for (const std::string& line : lines) octets += line.size() + 2;
  return octets;
}

}  // namespace n3::transcripts
