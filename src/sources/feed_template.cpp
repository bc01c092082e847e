#include "sources/feed_template.hpp"

#include <algorithm>
#include <utility>

#include "base/take.hpp"

namespace n3::feeds {
namespace {

using Name = std::pair<std::string_view, std::string TemplateValues::*>;

constexpr Name names[] = {
    {"{title}", &TemplateValues::title}, {"{author}", &TemplateValues::author}, {"{feed}", &TemplateValues::feed}};

// "{title}" at the beginning of the text, or what stands there in its place.
std::string_view take_name(std::string_view& text) {
  const std::size_t end = text.find('}');
  return take(text, end == text.npos ? end : end + 1);
}

}  // namespace

std::string filled(std::string_view text, const TemplateValues& values) {
  std::string result;
  while (!text.empty()) {
    result += take(text, text.find('{'));
    if (text.empty()) break;
    const std::string_view name = take_name(text);
    const auto* found = std::ranges::find(names, name, &Name::first);
    result += found == std::end(names) ? std::string(name) : values.*found->second;
  }
  return result;
}

std::string template_problem(std::string_view text) {
  for (take(text, text.find('{')); !text.empty(); take(text, text.find('{'))) {
    const std::string_view name = take_name(text);
    if (std::ranges::find(names, name, &Name::first) == std::end(names))
      return std::string(name) + " is none of {title}, {author} and {feed}";
  }
  return {};
}

}  // namespace n3::feeds
