#include "mime/encoded_word.hpp"

#include <algorithm>
#include <string>

#include "base/ascii.hpp"
#include "base/base64.hpp"
#include "base/utf8.hpp"
#include "mime/escape.hpp"

namespace n3::mime {
namespace {

constexpr std::string_view q_start = "=?UTF-8?Q?";
constexpr std::string_view b_start = "=?UTF-8?B?";
constexpr std::string_view word_end = "?=";
constexpr std::size_t around = q_start.size() + word_end.size();
constexpr std::size_t longest_word = 75;
constexpr std::size_t shortest_room = around + 12;  // where any character fits: four octets in Q

// What a phrase admits, which unstructured text does as well. RFC 2047 section 5 (3).
bool is_literal(char c) { return ascii::is_alnum(c) || (c != '\0' && std::string_view("!*+-/").contains(c)); }

std::size_t q_size(std::string_view text) {
  std::size_t size = 0;
  for (const char c : text) size += is_literal(c) || c == ' ' ? 1 : 3;
  return size;
}

std::size_t b_size(std::size_t octets) { return (octets + 2) / 3 * 4; }

std::string q_encode(std::string_view text) {
  std::string result;
  for (const char c : text) {
    if (is_literal(c)) {
      result += c;
    } else if (c == ' ') {
      result += '_';
    } else {
      add_escaped(result, '=', c);
    }
  }
  return result;
}

// How many octets of `text`, whole characters, fit into one word whose inside has room for `room` octets.
std::size_t fitting(std::string_view text, bool q, std::size_t room) {
  std::size_t taken = 0;
  std::size_t q_taken = 0;
  while (taken < text.size()) {
    const std::size_t length = std::max<std::size_t>(1, utf8_length(text.substr(taken)));
    q_taken += q_size(text.substr(taken, length));
    if ((q ? q_taken : b_size(taken + length)) > room) break;
    taken += length;
  }
  return taken;
}

std::string encoded_word(std::string_view text, bool q) {
  std::string word(q ? q_start : b_start);
  word += q ? q_encode(text) : base64_encode(text);
  word += word_end;
  return word;
}

}  // namespace

void add_encoded(HeaderWriter& header, std::string_view text) {
  const bool q = q_size(text) <= b_size(text.size());
  while (!text.empty()) {
    const std::size_t room = header.room() < shortest_room ? longest_word : std::min(longest_word, header.room());
    const std::size_t length = fitting(text, q, room - around);
    header.add(encoded_word(text.substr(0, length), q));
    text.remove_prefix(length);
  }
}

}  // namespace n3::mime
