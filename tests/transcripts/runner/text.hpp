#pragma once

#include <functional>
#include <map>
#include <string>
#include <string_view>
#include <vector>

namespace n3::transcripts {

/// What a dialogue has captured so far.
using Variables = std::map<std::string, std::string, std::less<>>;

/// A line of a dialogue: octets, with escapes and holes in braces. README.md teaches the language.
class Text {
 public:
  Text() = default;

  /// Throws std::invalid_argument that says what is wrong with `source`.
  explicit Text(std::string_view source);

  /// The octets, holes filled. Throws std::invalid_argument where a variable has not been captured.
  std::string expand(const Variables& variables) const;

  /// True where `line` is what the text allows; what it captures is then in `variables`.
  bool match(std::string_view line, Variables& variables) const;

  /// True where a hole can only be matched, such as {*}: the text is no good for a client.
  bool has_wildcards() const;

  /// True where nothing has to be captured before.
  bool is_known(const Variables& variables) const;

 private:
  struct Hole {
    enum class Kind { literal, wildcard, variable, function } kind;
    std::string text;    // the octets; the class of a wildcard; the name of a function
    std::string name{};  // of the variable; of a wildcard that captures
    std::vector<Text> arguments{};
  };

  void add_hole(std::string_view inside);
  void add_literal(std::string_view octets);
  bool match_from(std::size_t hole, std::string_view line, Variables& variables) const;
  bool match_wildcard(std::size_t hole, std::string_view line, Variables& variables) const;

  std::vector<Hole> holes_;
};

}  // namespace n3::transcripts
