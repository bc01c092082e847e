#include "config/problem.hpp"

#include <fmt/format.h>

namespace n3::program {

std::string to_string(const Problem& problem, std::string_view file) {
  std::string result(file);
  const auto add = [&](std::string_view part) { result.append(result.empty() ? "" : ":").append(part); };
  if (problem.place.line != 0) add(fmt::format("{}:{}", problem.place.line, problem.place.column));
  for (const std::string& part : {problem.place.key, problem.text}) {
    if (!part.empty()) result.append(result.empty() ? "" : ": ").append(part);
  }
  return result;
}

}  // namespace n3::program
