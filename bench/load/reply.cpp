#include "load/reply.hpp"

#include <algorithm>
#include <stdexcept>

namespace bench {

void ReplyReader::expect(Shape shape, bool keep_text) {
  shape_ = shape;
  keep_text_ = keep_text;
  place_ = Place::status;
  reply_ = {};
}

std::string_view ReplyReader::read(std::string_view bytes) {
  while (!bytes.empty() && !done()) bytes = place_ == Place::status ? read_status(bytes) : read_text(bytes);
  return bytes;
}

std::string_view ReplyReader::read_status(std::string_view bytes) {
  constexpr std::size_t longest = 512;
  const std::size_t end = std::min(bytes.find('\n'), bytes.size());
  const std::size_t taken = std::min(end + 1, bytes.size());
  auto& status = reply_.status;
  status += bytes.substr(0, taken);
  if (status.size() > longest) throw std::runtime_error("a status line is longer than 512 octets");
  if (!status.ends_with('\n')) return {};
  if (!status.ends_with("\r\n")) throw std::runtime_error("a status line does not end in CRLF: " + status);
  status.resize(status.size() - 2);
  const bool more = shape_ == Shape::text && status.starts_with("+OK");
  place_ = more ? Place::line_begin : Place::end;
  return bytes.substr(taken);
}

std::string_view ReplyReader::read_text(std::string_view bytes) {
  switch (place_) {
    case Place::line_begin:
      place_ = bytes.front() == '.' ? Place::after_dot : Place::in_line;
      return bytes.substr(bytes.front() == '.' ? 1 : 0);
    case Place::after_dot:  // a dot that was stuffed, or the last one
      place_ = bytes.front() == '\r' ? Place::after_dot_cr : Place::in_line;
      return bytes.substr(bytes.front() == '\r' ? 1 : 0);
    case Place::after_dot_cr:
      if (bytes.front() != '\n') throw std::runtime_error("a dot and a CR without LF at the beginning of a line");
      place_ = Place::end;
      return bytes.substr(1);
    default: {
      const std::size_t end = bytes.find('\n');
      const std::size_t taken = end == bytes.npos ? bytes.size() : end + 1;
      count(bytes.substr(0, taken));
      if (end != bytes.npos) place_ = Place::line_begin;
      return bytes.substr(taken);
    }
  }
}

void ReplyReader::count(std::string_view text) {
  reply_.octets += text.size();
  if (text.ends_with('\n')) ++reply_.lines;
  if (keep_text_) reply_.text += text;
}

}  // namespace bench
