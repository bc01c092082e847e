#include "config/key_depth.hpp"

#include <algorithm>
#include <string>

namespace n3::program {
namespace {

/// The length of the string or comment that `text` begins with; 0: of neither. A string that does not end is the
/// parser's to refuse.
std::size_t skippable(std::string_view text) {
  if (text.starts_with('#')) return std::min(text.find('\n'), text.size());
  for (const std::string_view quote : {"\"\"\"", "'''", "\"", "'"}) {
    if (!text.starts_with(quote)) continue;
    std::size_t end = quote.size();
    while (end < text.size() && !text.substr(end).starts_with(quote)) {
      end += quote.front() == '"' && text[end] == '\\' ? 2 : 1;
    }
    return std::min(end + quote.size(), text.size());
  }
  return 0;
}

}  // namespace

std::optional<Place> deep_key(std::string_view toml) {
  constexpr std::size_t most = 32;
  constexpr std::string_view ends_of_keys = "=\n[],{}";
  std::size_t dots = 0;
  for (std::size_t at = 0; at < toml.size();) {
    if (const std::size_t skipped = skippable(toml.substr(at)); skipped > 0) {
      at += skipped;
      continue;
    }
    if (ends_of_keys.contains(toml[at])) dots = 0;
    if (toml[at] == '.' && ++dots > most) {
      const std::string_view before = toml.substr(0, at);
      const auto line = static_cast<std::size_t>(std::ranges::count(before, '\n'));
      return Place{line + 1, at - before.rfind('\n')};  // npos + 1 is 0
    }
    ++at;
  }
  return std::nullopt;
}

}  // namespace n3::program
