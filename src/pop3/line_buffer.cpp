#include "pop3/line_buffer.hpp"

namespace n3::pop3 {

void LineBuffer::append(std::string_view bytes) {
  if (begin_ > 0) {
    bytes_.erase(0, begin_);
    begin_ = 0;
  }
  bytes_ += bytes;
}

std::optional<LineBuffer::Line> LineBuffer::take(std::size_t limit) {
  const std::string_view waiting = rest();
  const std::size_t end = waiting.find("\r\n", searched_);
  if (end == waiting.npos) {
    // The last octet may be the CR of a CRLF.
    const bool half = waiting.ends_with('\r');
    if (skipping_ || waiting.size() > limit) {
      skipping_ = true;
      consume(waiting.size() - (half ? 1 : 0));
    } else if (waiting.empty()) {
      clear_bytes();
    } else {
      searched_ = waiting.size() - (half ? 1 : 0);
    }
    return std::nullopt;
  }

  const bool too_long = std::exchange(skipping_, false) || end + 2 > limit;
  const std::string_view text = too_long ? std::string_view() : waiting.substr(0, end);
  begin_ += end + 2;  // not consume(): the line is still being looked at
  searched_ = 0;
  return Line{text, too_long};
}

void LineBuffer::consume(std::size_t octets) {
  begin_ += octets;
  searched_ = 0;
  if (begin_ == bytes_.size()) clear_bytes();
}

void LineBuffer::clear() {
  clear_bytes();
  skipping_ = false;
}

// Waiting costs no memory.
void LineBuffer::clear_bytes() {
  std::string().swap(bytes_);
  begin_ = 0;
  searched_ = 0;
}

}  // namespace n3::pop3
