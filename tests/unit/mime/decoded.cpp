#include "decoded.hpp"

#include <optional>

#include "base/ascii.hpp"
#include "base/base64.hpp"

namespace {

std::string q_decoded(std::string_view text) {
  std::string result;
  for (std::size_t i = 0; i < text.size(); ++i) {
    if (text[i] == '=' && i + 2 < text.size()) {
      result += static_cast<char>(std::stoi(std::string(text.substr(i + 1, 2)), nullptr, 16));
      i += 2;
    } else {
      result += text[i] == '_' ? ' ' : text[i];
    }
  }
  return result;
}

// "=?charset?encoding?text?=", or nothing where the word is no encoded word.
std::optional<std::string> word_decoded(std::string_view word) {
  if (word.size() > 75 || !word.starts_with("=?") || !word.ends_with("?=")) return std::nullopt;
  word = word.substr(2, word.size() - 4);
  const std::size_t first = word.find('?');
  const std::size_t second = word.find('?', first + 1);
  if (first == word.npos || second != first + 2 || word.find('?', second + 1) != word.npos) return std::nullopt;
  const std::string_view text = word.substr(second + 1);
  if (n3::ascii::upper(word[first + 1]) == 'Q') return q_decoded(text);
  if (n3::ascii::upper(word[first + 1]) == 'B') return n3::base64_decode(text);
  return std::nullopt;
}

}  // namespace

std::string decoded(std::string_view value) {
  std::string result;
  bool last_encoded = false;
  std::string blanks;
  while (!value.empty()) {
    if (value.starts_with("\r\n")) {  // unfolding
      value.remove_prefix(2);
      continue;
    }
    if (value.front() == ' ' || value.front() == '\t') {
      blanks += value.front();
      value.remove_prefix(1);
      continue;
    }
    const std::string_view word = value.substr(0, value.find_first_of(" \t\r"));
    const auto text = word_decoded(word);
    if (!(last_encoded && text)) result += blanks;  // what stands between two encoded words is not shown
    result += text ? *text : std::string(word);
    last_encoded = text.has_value();
    blanks.clear();
    value.remove_prefix(word.size());
  }
  return result + blanks;
}
