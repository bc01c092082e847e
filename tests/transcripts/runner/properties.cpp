#include "properties.hpp"

#include <algorithm>
#include <charconv>
#include <stdexcept>

#include "text.hpp"

namespace n3::transcripts {

std::string_view trimmed(std::string_view text) {
  const auto first = text.find_first_not_of(' ');
  if (first == text.npos) return {};
  return text.substr(first, text.find_last_not_of(' ') - first + 1);
}

std::vector<std::string> split(std::string_view text, char separator) {
  std::vector<std::string> pieces(1);
  bool quoted = false;
  for (char c : text) {
    if (c == '"') quoted = !quoted;
    if (c == separator && !quoted) {
      pieces.emplace_back();
    } else {
      pieces.back() += c;
    }
  }
  for (std::string& piece : pieces) piece = std::string(trimmed(piece));
  return pieces;
}

bool take_word(std::string_view& text, std::string_view word) {
  if (!text.starts_with(word)) return false;
  const auto rest = text.substr(word.size());
  if (!rest.empty() && rest.front() != ' ' && word.back() != ':') return false;
  text = trimmed(rest);
  return true;
}

std::uint64_t parse_number(std::string_view text) {
  std::uint64_t number = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), number);
  if (error != std::errc() || end != text.data() + text.size())
    throw std::invalid_argument("\"" + std::string(text) + "\" is no number");
  return number;
}

std::chrono::milliseconds parse_duration(std::string_view text) {
  const auto unit_at = std::min(text.find_first_not_of("0123456789"), text.size());
  const auto count = static_cast<std::int64_t>(parse_number(text.substr(0, unit_at)));
  const auto unit = text.substr(unit_at);
  if (unit == "ms") return std::chrono::milliseconds(count);
  if (unit == "s") return std::chrono::seconds(count);
  if (unit == "m") return std::chrono::minutes(count);
  throw std::invalid_argument("\"" + std::string(text) + "\" is no duration such as 600s, 500ms or 10m");
}

std::string parse_value(std::string_view text) {
  if (text.size() >= 2 && text.front() == '"' && text.back() == '"') text = text.substr(1, text.size() - 2);
  return Text(text).expand({});
}

Error parse_error(std::string_view text) {
  const auto colon = text.find(':');
  const auto code = trimmed(text.substr(0, colon));
  const auto what = colon == text.npos ? std::string(code) : parse_value(trimmed(text.substr(colon + 1)));
  if (code == "temporary") return Error::temporary(what);
  if (code == "permanent") return Error::permanent(what);
  if (code == "in use") return Error::in_use(what);
  throw std::invalid_argument("\"" + std::string(code) + "\" is not one of temporary, permanent, in use");
}

}  // namespace n3::transcripts
