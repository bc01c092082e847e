#include "http/cache_control.hpp"

#include <algorithm>
#include <charconv>
#include <optional>

#include "base/ascii.hpp"
#include "base/take.hpp"

namespace n3::http {
namespace {

using std::chrono::seconds;

constexpr seconds longest = std::chrono::days(1);  // a mistake must not silence a feed for ever

std::string_view trimmed(std::string_view text) {
  text.remove_prefix(std::min(text.find_first_not_of(" \t\""), text.size()));
  text.remove_suffix(text.size() - 1 - text.find_last_not_of(" \t\""));
  return text;
}

// As many as count; nothing for what is no number of seconds.
std::optional<seconds> to_seconds(std::string_view text) {
  text = trimmed(text);
  if (text.empty() || !std::ranges::all_of(text, ascii::is_digit)) return std::nullopt;
  seconds::rep count = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), count);
  return error == std::errc{} ? std::min(seconds(count), longest) : longest;
}

}  // namespace

seconds fresh_for(std::string_view cache_control, std::string_view age) {
  seconds fresh{0};
  while (!cache_control.empty()) {
    std::string_view value = take(cache_control, cache_control.find(','));
    take(cache_control, 1);
    const std::string_view name = trimmed(take(value, value.find('=')));
    if (ascii::same(name, "no-cache") || ascii::same(name, "no-store")) return seconds(0);
    if (ascii::same(name, "max-age") && !value.empty()) fresh = to_seconds(value.substr(1)).value_or(seconds(0));
  }
  return std::max(fresh - to_seconds(age).value_or(seconds(0)), seconds(0));
}

}  // namespace n3::http
