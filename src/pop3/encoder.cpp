#include "pop3/encoder.hpp"

#include <algorithm>

#include <n3/body.hpp>

namespace n3::pop3 {

// Whatever has to be put in comes first; then as much as may go out as it is.
std::string_view Encoder::encode(std::string_view piece, std::string& out, std::size_t limit) {
  while (!piece.empty() && !enough_ && out.size() < limit) {
    const std::size_t room = limit - out.size();
    if (piece.front() == '.' && line_begins()) out += '.';
    if (piece.front() == '\n' && !after_cr_) put_cr(out);
    const std::size_t clean = pass(piece.substr(0, room));
    out += piece.substr(0, clean);
    octets_ += clean;
    piece.remove_prefix(clean);
  }
  return piece;
}

// How many octets of the window, the first in any case, come before something has to be put in.
std::size_t Encoder::pass(std::string_view window) {
  std::size_t at = 0;
  for (;;) {
    const std::size_t end = window.find('\n', at);
    const bool whole = end != window.npos && (end > at ? window[end - 1] == '\r' : after_cr_);
    if (!whole) {
      pass_text(window.substr(at, end - at));
      return std::min(end, window.size());
    }
    end_line(line_has_text_ || end > at + (after_cr_ ? 0U : 1U));
    at = end + 1;
    if (at == window.size() || window[at] == '.' || enough_) return at;
  }
}

// Octets of a line that hold no LF. A CR is one of them only when something else follows it.
void Encoder::pass_text(std::string_view text) {
  if (text.empty()) return;
  const bool ends_in_cr = text.back() == '\r';
  line_has_text_ = line_has_text_ || after_cr_ || text.size() > (ends_in_cr ? 1U : 0U);
  after_cr_ = ends_in_cr;
}

void Encoder::end_line(bool had_text) {
  if (in_header_) {
    in_header_ = had_text;
  } else if (body_lines_ != all) {
    --body_lines_;
  }
  enough_ = !in_header_ && body_lines_ == 0;
  line_has_text_ = false;
  after_cr_ = false;
}

void Encoder::put_cr(std::string& out) {
  out += '\r';
  ++octets_;
  after_cr_ = true;
}

void Encoder::finish(std::string& out) {
  constexpr std::size_t no_limit = std::string::npos;
  if (!line_begins()) encode("\n", out, no_limit);
  if (in_header_) encode("\n", out, no_limit);
}

}  // namespace n3::pop3

namespace n3 {

std::uint64_t octets(std::string_view bytes) {
  constexpr std::size_t room = 64 * 1024;
  pop3::Encoder encoder;
  std::string scratch;
  while (!bytes.empty()) {
    scratch.clear();
    bytes = encoder.encode(bytes, scratch, room);
  }
  encoder.finish(scratch);
  return encoder.octets();
}

}  // namespace n3
