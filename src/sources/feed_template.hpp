#pragma once

#include <string>
#include <string_view>

namespace n3::feeds {

/// What the names in a template stand for, such as "[{feed}] {title}".
struct TemplateValues {
  std::string title{};
  std::string author{};
  std::string feed{};
};

/// The text with values in place of names.
std::string filled(std::string_view text, const TemplateValues& values);

/// What is wrong with a template; empty: nothing.
std::string template_problem(std::string_view text);

}  // namespace n3::feeds
