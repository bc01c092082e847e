#include "mime/media_type.hpp"

#include <algorithm>
#include <utility>

#include "base/ascii.hpp"
#include "mime/grammar.hpp"

namespace n3::mime {
namespace {

constexpr std::size_t longest_name = 40;
constexpr std::size_t longest_type = 64;  // of a type and of a subtype. RFC 6838 section 4.2 advises as much.

void skip_blanks(std::string_view& text) {
  while (text.starts_with(' ') || text.starts_with('\t')) text.remove_prefix(1);
}

bool skip(std::string_view& text, char c) {
  if (!text.starts_with(c)) return false;
  text.remove_prefix(1);
  return true;
}

std::optional<std::string> take_token(std::string_view& text, std::size_t longest) {
  std::size_t size = 0;
  while (size < text.size() && is_token(text.substr(size, 1))) ++size;
  if (size == 0 || size > longest) return std::nullopt;
  std::string token(text.substr(0, size));
  text.remove_prefix(size);
  return token;
}

std::optional<std::string> take_quoted(std::string_view& text) {
  std::string value;
  for (text.remove_prefix(1); !text.empty(); text.remove_prefix(1)) {
    if (skip(text, '"')) return value;
    skip(text, '\\');
    if (text.empty() || !is_printable(text.front())) return std::nullopt;
    value += text.front();
  }
  return std::nullopt;
}

std::optional<MediaType::Parameter> take_parameter(std::string_view& text) {
  const auto name = take_token(text, longest_name);
  if (!name || name->contains('*') || !skip(text, '=')) return std::nullopt;
  auto value = text.starts_with('"') ? take_quoted(text) : take_token(text, text.size());
  if (!value) return std::nullopt;
  return MediaType::Parameter{ascii::lowercase(*name), std::move(*value)};
}

bool has_duplicates(const std::vector<MediaType::Parameter>& parameters) {
  std::vector<std::string_view> names(parameters.size());
  std::ranges::transform(parameters, names.begin(), &MediaType::Parameter::name);
  std::ranges::sort(names);
  return std::ranges::adjacent_find(names) != names.end();
}

}  // namespace

bool MediaType::has(std::string_view parameter) const {
  return std::ranges::find(parameters, parameter, &Parameter::name) != parameters.end();
}

std::optional<MediaType> parse_media_type(std::string_view text) {
  const auto type = take_token(text, longest_type);
  if (!type || !skip(text, '/')) return std::nullopt;
  const auto subtype = take_token(text, longest_type);
  if (!subtype) return std::nullopt;

  MediaType result{ascii::lowercase(*type + '/' + *subtype), {}};
  while (true) {
    skip_blanks(text);
    if (text.empty()) break;
    if (!skip(text, ';')) return std::nullopt;
    skip_blanks(text);
    if (text.empty()) break;  // a semicolon at the end is common, and harmless
    auto parameter = take_parameter(text);
    if (!parameter) return std::nullopt;
    result.parameters.push_back(std::move(*parameter));
  }
  if (has_duplicates(result.parameters)) return std::nullopt;
  return result;
}

}  // namespace n3::mime
