#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>
#include <utility>

namespace n3::pop3 {

/// Turns what arrives, cut anywhere, into lines. Only CRLF ends a line; a lone CR or LF is an octet of it.
class LineBuffer {
 public:
  struct Line {
    std::string_view text;  ///< Without its CRLF; valid until the next call of anything here.
    bool too_long = false;  ///< It was over the limit, and is gone.
  };

  void append(std::string_view bytes);

  /// The next whole line, where there is one. `limit` is told the beginning of the line and says how many octets it
  /// may have, CRLF included; of a line that is longer nothing is kept.
  template <class Limit>
  std::optional<Line> next(const Limit& limit) {
    return take(limit(rest()));
  }

  void clear();
  std::size_t size() const { return bytes_.size() - begin_; }  ///< Octets that wait here.
  bool has_line() const { return rest().find("\r\n", searched_) != std::string_view::npos; }

 private:
  std::string_view rest() const { return std::string_view(bytes_).substr(begin_); }
  std::optional<Line> take(std::size_t limit);
  void consume(std::size_t octets);
  void clear_bytes();

  std::string bytes_;
  std::size_t begin_ = 0;
  std::size_t searched_ = 0;  // no CRLF begins before begin_ + searched_
  bool skipping_ = false;     // the line that is arriving is too long
};

}  // namespace n3::pop3
