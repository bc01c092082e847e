#include "sources/mail_header.hpp"

#include <algorithm>

#include "base/ascii.hpp"
#include "base/take.hpp"

namespace n3::sources {
namespace {

constexpr std::string_view blanks = " \t\r\n";

std::string_view take_line(std::string_view& text) {
  const std::size_t end = text.find('\n');
  return take(text, end == text.npos ? end : end + 1);
}

bool is_continuation(std::string_view rest) { return rest.starts_with(' ') || rest.starts_with('\t'); }

}  // namespace

std::string_view header_of(std::string_view mail) {
  std::string_view rest = mail;
  while (!rest.empty() && !rest.starts_with('\n') && !rest.starts_with("\r\n")) take_line(rest);
  return mail.substr(0, mail.size() - rest.size());
}

std::string_view take_field(std::string_view& header) {
  const std::string_view all = header;
  take_line(header);
  while (is_continuation(header)) take_line(header);
  return all.substr(0, all.size() - header.size());
}

bool is_field(std::string_view field, std::string_view name) {
  const std::string_view before = field.substr(0, field.find(':'));
  return before.size() < field.size() && ascii::same(before.substr(0, before.find_last_not_of(" \t") + 1), name);
}

std::optional<std::string> field_value(std::string_view header, std::string_view name) {
  while (!header.empty()) {
    std::string_view field = take_field(header);
    if (!is_field(field, name)) continue;
    field.remove_prefix(field.find(':') + 1);
    field.remove_prefix(std::min(field.find_first_not_of(blanks), field.size()));
    std::string value(field.substr(0, field.find_last_not_of(blanks) + 1));
    std::erase_if(value, [](char c) { return c == '\r' || c == '\n'; });
    return value;
  }
  return std::nullopt;
}

}  // namespace n3::sources
