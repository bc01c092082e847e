#include "base/nearest.hpp"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <vector>

#include "base/ascii.hpp"

namespace n3::program {
namespace {

/// How many letters to insert, remove, replace or swap with their neighbour to make one of the other.
std::size_t distance(std::string_view a, std::string_view b) {
  std::vector table(a.size() + 1, std::vector<std::size_t>(b.size() + 1));
  for (std::size_t i = 0; i <= a.size(); ++i) {
    for (std::size_t j = 0; j <= b.size(); ++j) {
      if (i == 0 || j == 0) {
        table[i][j] = i + j;
        continue;
      }
      const std::size_t replaced = table[i - 1][j - 1] + (ascii::lower(a[i - 1]) == ascii::lower(b[j - 1]) ? 0 : 1);
      table[i][j] = std::min({replaced, table[i - 1][j] + 1, table[i][j - 1] + 1});
      const bool is_swap = i > 1 && j > 1 && a[i - 1] == b[j - 2] && a[i - 2] == b[j - 1];
      if (is_swap) table[i][j] = std::min(table[i][j], table[i - 2][j - 2] + 1);
    }
  }
  return table[a.size()][b.size()];
}

}  // namespace

std::string suggestion(std::string_view word, std::span<const std::string> known) {
  if (known.empty()) return "there are none";
  const auto far = [&](const std::string& candidate) { return distance(word, candidate); };
  const std::string& nearest = *std::ranges::min_element(known, {}, far);
  const std::size_t near_enough = std::max<std::size_t>(1, std::min(word.size(), nearest.size()) / 3);
  if (far(nearest) <= near_enough) return fmt::format("did you mean \"{}\"?", nearest);
  return fmt::format("there {}: {}", known.size() == 1 ? "is" : "are", fmt::join(known, ", "));
}

}  // namespace n3::program
