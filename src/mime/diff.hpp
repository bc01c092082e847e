#pragma once

#include <string_view>
#include <vector>

namespace n3::mime {

/// A line of two texts, and in which of them it stands.
struct DiffLine {
  enum class In { both, before, after } in;
  std::string_view line;

  bool operator==(const DiffLine&) const = default;
};

/// How one text became the other: the fewest lines that went and came, in their order. Where both are very long and
/// differ much, all that lies between the first change and the last.
std::vector<DiffLine> diff(std::string_view before, std::string_view after);

}  // namespace n3::mime
