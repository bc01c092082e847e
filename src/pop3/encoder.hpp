#pragma once

#include <cstddef>
#include <cstdint>
#include <limits>
#include <string>
#include <string_view>

namespace n3::pop3 {

/// Turns the bytes of a message, in pieces cut anywhere, into what RETR and TOP send: CRLF line ends, dots stuffed, a
/// final line end, and an empty line after the header even where the message has none. The final dot is not its
/// business.
class Encoder {
 public:
  static constexpr std::uint64_t all = std::numeric_limits<std::uint64_t>::max();

  /// `body_lines` limits the lines sent after the empty one, as TOP does.
  explicit Encoder(std::uint64_t body_lines = all) : body_lines_(body_lines) {}

  /// Appends `piece` to `out`, as much of it as keeps out under `limit` octets or a little over, and returns the rest.
  std::string_view encode(std::string_view piece, std::string& out, std::size_t limit);

  /// Appends what a message lacks at its end.
  void finish(std::string& out);

  bool enough() const { return enough_; }           ///< All the lines that were wanted are there; skip the rest.
  std::uint64_t octets() const { return octets_; }  ///< So far, before dot-stuffing: what LIST and STAT count.

 private:
  bool line_begins() const { return !line_has_text_ && !after_cr_; }
  std::size_t pass(std::string_view window);
  void pass_text(std::string_view text);
  void end_line(bool had_text);
  void put_cr(std::string& out);

  std::uint64_t body_lines_;
  std::uint64_t octets_ = 0;
  bool line_has_text_ = false;
  bool after_cr_ = false;  // the last octet was a CR
  bool in_header_ = true;
  bool enough_ = false;
};

}  // namespace n3::pop3
