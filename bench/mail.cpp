#include "mail.hpp"

#include <algorithm>
#include <cstdint>

namespace bench {
namespace {

constexpr std::string_view letters = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
constexpr std::size_t text_octets = 76;
constexpr std::size_t lines_in_block = 80;

// Two of its lines begin with a dot, and one of them is nothing else.
std::string block_of_lines(std::uint64_t seed) {
  std::string block;
  for (std::size_t line = 1; line <= lines_in_block; ++line) {
    if (line == lines_in_block) {
      block += ".\r\n";
      continue;
    }
    for (std::size_t i = 0; i < text_octets; ++i) {
      seed = seed * 6364136223846793005u + 1442695040888963407u;
      block += letters[seed >> 58];
    }
    if (line == lines_in_block / 2) block[block.size() - text_octets] = '.';
    block += "\r\n";
  }
  return block;
}

}  // namespace

const Box* box_of(std::string_view user) {
  const auto found = std::ranges::find(boxes, user.substr(0, user.find('.')), &Box::name);
  return found == boxes.end() ? nullptr : &*found;
}

std::string message(const Box& box, std::size_t number) {
  const std::string digits = std::to_string(number);
  std::string mail =
      "Date: Mon, 02 Nov 2026 08:00:00 +0000\r\nFrom: Sender <sender@example.net>\r\n"
      "To: Reader <reader@example.org>\r\nSubject: Message " +
      digits + "\r\nMessage-ID: <" + digits + "." + std::string(box.name) + "@example.net>\r\n\r\n";
  mail.reserve(box.octets + lines_in_block * (text_octets + 2));
  const std::string block = block_of_lines(number);
  while (mail.size() < box.octets) mail += block;
  mail.resize(box.octets - 2);
  if (mail.back() == '\r') mail.back() = 'x';
  return mail += "\r\n";
}

}  // namespace bench
