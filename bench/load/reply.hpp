#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>

namespace bench {

/// A reply as far as it has been read.
struct Reply {
  std::string status{};      ///< The first line, without its CRLF.
  std::uint64_t octets = 0;  ///< Of the text that follows, dots unstuffed, final dot not counted.
  std::uint64_t lines = 0;   ///< The same.
  std::string text{};        ///< The same; only kept where it was asked for.
};

/// Reads one reply from bytes that are cut anywhere. Throws std::runtime_error for what is no reply of POP3.
class ReplyReader {
 public:
  enum class Shape {
    line,  ///< A status line.
    text,  ///< A status line and lines up to a lone dot.
  };

  void expect(Shape shape, bool keep_text);

  /// Eats what belongs to the reply and returns the rest.
  std::string_view read(std::string_view bytes);

  bool done() const { return place_ == Place::end; }
  Reply take() { return std::move(reply_); }

 private:
  enum class Place { status, line_begin, in_line, after_dot, after_dot_cr, end };

  std::string_view read_status(std::string_view bytes);
  std::string_view read_text(std::string_view bytes);
  void count(std::string_view text);

  Place place_ = Place::end;
  Shape shape_ = Shape::line;
  bool keep_text_ = false;
  Reply reply_;
};

}  // namespace bench
