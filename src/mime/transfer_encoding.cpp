#include "mime/transfer_encoding.hpp"

#include <algorithm>
#include <utility>

#include "base/base64.hpp"
#include "mime/grammar.hpp"
#include "mime/quoted_printable.hpp"

namespace n3::mime {
namespace {

constexpr std::size_t line_limit = 76;
constexpr std::size_t octets_per_line = line_limit / 4 * 3;

std::size_t base64_size(std::size_t octets) {
  const std::size_t digits = (octets + 2) / 3 * 4;
  return digits + digits / line_limit * 2;
}

// Trailing blanks get lost on the way, dots at the start have been stuffed or not, and mbox files change "From ".
bool is_safe_line(std::string_view line) {
  if (line.size() > line_limit || line.ends_with(' ') || line.ends_with('\t')) return false;
  if (line.starts_with('.') || line.starts_with("From ")) return false;
  return std::ranges::all_of(line, [](char c) { return is_printable(c) || c == '\t'; });
}

bool is_safe(std::string_view text) {
  while (!text.empty()) {
    const std::size_t end = text.find("\r\n");
    if (!is_safe_line(text.substr(0, end))) return false;
    text.remove_prefix(end == text.npos ? text.size() : end + 2);
  }
  return true;
}

}  // namespace

std::string with_crlf(std::string_view text) {
  std::string result;
  result.reserve(text.size() + text.size() / 32 + 2);
  while (!text.empty()) {
    const std::size_t end = text.find_first_of("\r\n");
    result += text.substr(0, end);
    result += "\r\n";
    if (end == text.npos) break;
    text.remove_prefix(end + (text.substr(end).starts_with("\r\n") ? 2 : 1));
  }
  return result;
}

Encoded encode_text(std::string_view text) {
  std::string lines = with_crlf(text);
  if (is_safe(lines)) return {"7bit", std::move(lines)};
  std::string quoted = quoted_printable(lines);
  if (quoted.size() <= base64_size(lines.size())) return {"quoted-printable", std::move(quoted)};
  return encode_bytes(lines);
}

Encoded encode_bytes(std::string_view bytes) {
  std::string result;
  result.reserve(base64_size(bytes.size()) + 2);
  for (std::size_t i = 0; i < bytes.size(); i += octets_per_line) {
    if (i > 0) result += "\r\n";
    result += base64_encode(bytes.substr(i, octets_per_line));
  }
  return {"base64", std::move(result)};
}

}  // namespace n3::mime
