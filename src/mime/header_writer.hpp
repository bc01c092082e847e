#pragma once

#include <cstddef>
#include <string>
#include <string_view>

namespace n3::mime {

/// Writes one header field, token by token, and folds it: no line is longer than 76 octets unless it is one token that
/// is. RFC 5322 section 2.2.3; 76 is RFC 2047's limit for lines with encoded words.
///
///     HeaderWriter header(mail, "To");
///     header.add("ann@example.org,");
///     header.add("ben@example.org");
///     header.end();
class HeaderWriter {
 public:
  /// Writes to the end of `out`, which must outlive the writer. Lines leave room for what is to be put behind a token.
  HeaderWriter(std::string& out, std::string_view name, std::size_t behind = 0);

  /// A token: no line ends in it, and short enough that 998 octets hold it. A space comes before it.
  void add(std::string_view token);

  /// Puts a character directly behind the last token.
  void add_behind(char c);

  /// How long the next token may be to go on the current line.
  std::size_t room() const;

  void end();

 private:
  std::string& out_;
  const std::size_t limit_;
  std::size_t column_;
  bool first_ = true;
};

}  // namespace n3::mime
