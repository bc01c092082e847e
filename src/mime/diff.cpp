#include "mime/diff.hpp"

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <span>

namespace n3::mime {
namespace {

using Lines = std::span<const std::string_view>;
using In = DiffLine::In;

constexpr std::size_t most_comparisons = 4'000'000;

std::vector<std::string_view> lines_of(std::string_view text) {
  std::vector<std::string_view> lines;
  while (!text.empty()) {
    const std::size_t end = std::min(text.find('\n'), text.size());
    std::string_view line = text.substr(0, end);
    if (line.ends_with('\r')) line.remove_suffix(1);
    lines.push_back(line);
    text.remove_prefix(std::min(end + 1, text.size()));
  }
  return lines;
}

void append(std::vector<DiffLine>& out, In in, Lines lines) {
  for (const std::string_view line : lines) out.push_back({in, line});
}

// The longest common subsequence: common(i, j) is how many lines the rests from i and from j have in common.
void append_changes(std::vector<DiffLine>& out, Lines before, Lines after) {
  if (before.size() * after.size() > most_comparisons) {
    append(out, In::before, before);
    append(out, In::after, after);
    return;
  }
  const std::size_t width = after.size() + 1;
  std::vector<std::uint32_t> counts((before.size() + 1) * width);
  const auto common = [&](std::size_t i, std::size_t j) -> std::uint32_t& { return counts[i * width + j]; };
  for (std::size_t i = before.size(); i-- > 0;)
    for (std::size_t j = after.size(); j-- > 0;)
      common(i, j) = before[i] == after[j] ? common(i + 1, j + 1) + 1 : std::max(common(i + 1, j), common(i, j + 1));

  std::size_t i = 0;
  std::size_t j = 0;
  while (i < before.size() && j < after.size()) {
    if (before[i] == after[j]) {
      out.push_back({In::both, before[i++]});
      ++j;
    } else if (common(i + 1, j) >= common(i, j + 1)) {
      out.push_back({In::before, before[i++]});
    } else {
      out.push_back({In::after, after[j++]});
    }
  }
  append(out, In::before, before.subspan(i));
  append(out, In::after, after.subspan(j));
}

}  // namespace

std::vector<DiffLine> diff(std::string_view before_text, std::string_view after_text) {
  const auto before_lines = lines_of(before_text);
  const auto after_lines = lines_of(after_text);
  Lines before(before_lines);
  Lines after(after_lines);

  const auto [first, other] = std::ranges::mismatch(before, after);
  const auto same = static_cast<std::size_t>(first - before.begin());
  std::size_t tail = 0;
  while (tail < std::min(before.size(), after.size()) - same &&
         before[before.size() - 1 - tail] == after[after.size() - 1 - tail])
    ++tail;

  std::vector<DiffLine> out;
  append(out, In::both, before.first(same));
  append_changes(out, before.subspan(same, before.size() - same - tail),
                 after.subspan(same, after.size() - same - tail));
  append(out, In::both, before.last(tail));
  return out;
}

}  // namespace n3::mime
