#include "mime/unstructured.hpp"

#include <optional>
#include <vector>

#include "mime/encoded_word.hpp"
#include "mime/grammar.hpp"

namespace n3::mime {
namespace {

// Split at each single space: spaces in a row leave empty words between them.
std::vector<std::string_view> words_of(std::string_view text) {
  std::vector<std::string_view> words;
  while (true) {
    const std::size_t space = text.find(' ');
    words.push_back(text.substr(0, space));
    if (space == text.npos) return words;
    text.remove_prefix(space + 1);
  }
}

bool is_plain(std::string_view word, std::size_t longest) {
  return !word.empty() && word.size() <= longest && is_printable(word) && !looks_encoded(word);
}

struct Range {
  std::size_t first;
  std::size_t last;
};

// The words that have to be encoded, with all between them. An empty word takes its neighbours along: the space
// between two encoded words is not shown, so it has to go inside one.
std::optional<Range> to_encode(const std::vector<std::string_view>& words, std::size_t longest_word) {
  std::optional<Range> range;
  const auto include = [&](std::size_t i) {
    if (i >= words.size()) return;
    if (!range) range = Range{i, i};
    range->first = std::min(range->first, i);
    range->last = std::max(range->last, i);
  };
  for (std::size_t i = 0; i < words.size(); ++i) {
    if (is_plain(words[i], longest_word)) continue;
    include(i);
    if (!words[i].empty()) continue;
    include(i - 1);
    include(i + 1);
  }
  return range;
}

}  // namespace

void add_unstructured(HeaderWriter& header, std::string_view text, std::size_t longest_word) {
  if (text.empty()) return;
  const auto words = words_of(text);
  const auto encoded = to_encode(words, longest_word);
  if (!encoded) {
    for (const auto word : words) header.add(word);
    return;
  }
  for (std::size_t i = 0; i < encoded->first; ++i) header.add(words[i]);
  const char* const begin = words[encoded->first].data();
  const char* const end = words[encoded->last].data() + words[encoded->last].size();
  add_encoded(header, std::string_view(begin, end));
  for (std::size_t i = encoded->last + 1; i < words.size(); ++i) header.add(words[i]);
}

}  // namespace n3::mime
