#include "sources/entity.hpp"

#include <charconv>
#include <cstdint>

#include <libxml/HTMLparser.h>

#include "base/ascii.hpp"

namespace n3::feeds {
namespace {

constexpr std::size_t longest_entity = 32;

std::string utf8_of(std::uint32_t point) {
  std::string text;
  const auto tail = [&](int shift) { text += static_cast<char>(0x80 | ((point >> shift) & 0x3f)); };
  if (point < 0x80) {
    text += static_cast<char>(point);
  } else if (point < 0x800) {
    text += static_cast<char>(0xc0 | (point >> 6));
    tail(0);
  } else if (point < 0x10000) {
    text += static_cast<char>(0xe0 | (point >> 12));
    tail(6);
    tail(0);
  } else {
    text += static_cast<char>(0xf0 | (point >> 18));
    tail(12);
    tail(6);
    tail(0);
  }
  return text;
}

bool is_character(std::uint32_t point) {
  if (point < 0x20) return point == '\t' || point == '\n' || point == '\r';
  return (point < 0xd800 || point > 0xdfff) && point <= 0x10ffff && (point & 0xfffe) != 0xfffe;
}

// What browsers make of the numbers 128 to 159, which people take from windows-1252.
std::uint32_t as_browsers_do(std::uint32_t point) {
  static constexpr std::uint16_t windows_1252[32] = {0x20ac, 0x81,   0x201a, 0x0192, 0x201e, 0x2026, 0x2020, 0x2021,
                                                     0x02c6, 0x2030, 0x0160, 0x2039, 0x0152, 0x8d,   0x017d, 0x8f,
                                                     0x90,   0x2018, 0x2019, 0x201c, 0x201d, 0x2022, 0x2013, 0x2014,
                                                     0x02dc, 0x2122, 0x0161, 0x203a, 0x0153, 0x9d,   0x017e, 0x0178};
  return point >= 0x80 && point < 0xa0 ? windows_1252[point - 0x80] : point;
}

// "#233" or "#xE9"
EntityText numeric_entity(std::string_view name) {
  const std::size_t length = name.size() + 2;
  name.remove_prefix(1);
  const bool hexadecimal = !name.empty() && ascii::lower(name.front()) == 'x';
  if (hexadecimal) name.remove_prefix(1);
  std::uint32_t point = 0;
  const auto [end, error] = std::from_chars(name.data(), name.data() + name.size(), point, hexadecimal ? 16 : 10);
  if (name.empty() || end != name.data() + name.size()) return {};
  if (error != std::errc{} || !is_character(point)) return {"", length};
  return {utf8_of(as_browsers_do(point)), length};
}

EntityText named_entity(const std::string& name) {
  if (name == "apos") return {"'", name.size() + 2};  // XML's, not HTML 4's
  const htmlEntityDesc* found = htmlEntityLookup(reinterpret_cast<const xmlChar*>(name.c_str()));
  if (!found) return {};
  return {utf8_of(found->value), name.size() + 2};
}

}  // namespace

EntityText entity_at(std::string_view text) {
  if (!text.starts_with('&')) return {};
  const std::size_t end = text.substr(0, longest_entity).find(';');
  if (end == text.npos || end < 2) return {};
  const std::string_view name = text.substr(1, end - 1);
  return name.front() == '#' ? numeric_entity(name) : named_entity(std::string(name));
}

}  // namespace n3::feeds
