#include "sources/encoded_words.hpp"

#include <algorithm>
#include <charconv>
#include <optional>
#include <system_error>

#include "base/base64.hpp"
#include "sources/charset.hpp"

namespace n3::sources {
namespace {

// "=?utf-8?Q?caf=C3=A9?=", or with a language, "=?utf-8*fr?Q?...?=" (RFC 2231 section 5).
struct EncodedWord {
  std::string_view charset;
  char encoding;
  std::string_view text;
  std::size_t length;  // of all of it
};

// The one that `text` begins with.
std::optional<EncodedWord> encoded_word(std::string_view text) {
  constexpr std::size_t longest = 1000;  // 75 by the book
  if (!text.starts_with("=?")) return std::nullopt;
  text = text.substr(0, longest);
  const std::size_t encoding = text.find('?', 2);
  if (encoding == text.npos || encoding + 2 >= text.size() || text[encoding + 2] != '?') return std::nullopt;
  const std::size_t begin = encoding + 3;
  const std::size_t end = text.find("?=", begin);
  if (end == text.npos || text.substr(0, end).find_first_of(" \t") != text.npos) return std::nullopt;
  const std::string_view charset = text.substr(2, encoding - 2);
  return EncodedWord{charset.substr(0, charset.find('*')), text[encoding + 1], text.substr(begin, end - begin),
                     end + 2};
}

std::string from_q(std::string_view text) {
  std::string bytes;
  for (std::size_t i = 0; i < text.size(); ++i) {
    int octet = 0;
    const std::string_view digits = text.substr(std::min(i + 1, text.size()), 2);
    const auto [end, error] = std::from_chars(digits.data(), digits.data() + digits.size(), octet, 16);
    const bool is_escape = text[i] == '=' && digits.size() == 2 && end == digits.data() + 2 && error == std::errc();
    bytes += is_escape ? static_cast<char>(octet) : text[i] == '_' ? ' ' : text[i];
    if (is_escape) i += 2;
  }
  return bytes;
}

std::optional<std::string> bytes_of(const EncodedWord& word) {
  if (word.encoding == 'Q' || word.encoding == 'q') return from_q(word.text);
  if (word.encoding == 'B' || word.encoding == 'b') return base64_decode(word.text);
  return std::nullopt;
}

std::string to_utf8(std::string_view bytes, std::string_view charset) {
  return feeds::to_utf8(bytes, "text/plain; charset=" + std::string(charset));
}

bool is_blank(std::string_view text) { return text.find_first_not_of(" \t") == text.npos; }

}  // namespace

// Words of one charset are put together before they are made UTF-8, since some split a character between two.
std::string decoded_words(std::string_view text) {
  std::string decoded;
  std::string plain;
  std::string bytes;
  std::string_view charset;
  bool after_word = false;
  const auto end_words = [&] {
    decoded += to_utf8(bytes, charset);
    bytes.clear();
  };
  while (!text.empty()) {
    const auto word = encoded_word(text);
    const auto octets = word ? bytes_of(*word) : std::nullopt;
    if (!octets) {
      plain += text.front();
      text.remove_prefix(1);
      continue;
    }
    const bool joins = after_word && is_blank(plain);
    if (!joins || word->charset != charset) end_words();
    if (!joins) decoded += to_utf8(plain, "utf-8");
    plain.clear();
    bytes += *octets;
    charset = word->charset;
    after_word = true;
    text.remove_prefix(word->length);
  }
  end_words();
  return decoded + to_utf8(plain, "utf-8");
}

}  // namespace n3::sources
