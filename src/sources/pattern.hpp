#pragma once

#include <memory>
#include <string>
#include <string_view>

namespace re2 {
class RE2;
}

namespace n3 {

/// A regular expression in RE2's syntax, which takes time in proportion to the text whatever it is. Thread-safe.
class Pattern {
 public:
  /// Throws std::invalid_argument that says what is wrong with it.
  explicit Pattern(const std::string& expression);
  ~Pattern();
  Pattern(Pattern&&) noexcept;

  bool is_in(std::string_view text) const;

 private:
  std::unique_ptr<const re2::RE2> expression_;
};

}  // namespace n3
