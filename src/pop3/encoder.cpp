#include "pop3/encoder.hpp"

#include <algorithm>
#include <cstring>

#include <n3/body.hpp>

namespace n3::pop3 {
namespace {

constexpr std::size_t block_octets = 64;

// True where nothing in [at, at + block_octets) has to be changed: each LF follows a CR and comes before anything but
// a dot. Looks one octet to either side. A plain loop, so that compilers make vector instructions of it.
bool is_clean(const char* at) {
  const char* before = at - 1;
  const char* after = at + 1;
  unsigned char odd = 0;
  for (std::size_t i = 0; i < block_octets; ++i)
    odd = static_cast<unsigned char>(odd | ((at[i] == '\n') & ((before[i] != '\r') | (after[i] == '.'))));
  return odd == 0;
}

}  // namespace

std::string_view Encoder::encode(std::string_view piece, std::string& out, std::size_t limit) {
  while (!piece.empty() && !enough_ && out.size() < limit) {
    const std::string_view window = piece.substr(0, limit - out.size());
    std::string_view rest = window;
    if (!in_header_ && body_lines_ == all) rest = encode_body(window, out);
    if (rest.size() == window.size()) {
      const std::size_t end = window.find('\n');
      const std::string_view text = window.substr(0, end);
      encode_line(text, end != window.npos, out);
      rest.remove_prefix(std::min(text.size() + 1, window.size()));
    }
    piece.remove_prefix(window.size() - rest.size());
  }
  return piece;
}

// The way of most octets: copies whole blocks for as long as they are clean. What is left is for encode_line.
std::string_view Encoder::encode_body(std::string_view piece, std::string& out) {
  const bool line_begins = line_octets_ == 0 && !after_cr_;
  if (after_cr_ || piece.front() == '\n' || (line_begins && piece.front() == '.')) return piece;

  std::size_t end = 1;  // is_clean looks one octet back
  while (end + block_octets < piece.size() && is_clean(piece.data() + end)) end += block_octets;
  if (end == 1) return piece;

  const std::string_view clean = piece.substr(0, end);
  out += clean;
  octets_ += clean.size();
  after_cr_ = clean.back() == '\r';
  const std::size_t last = clean.rfind('\n');
  const std::uint64_t line = last == clean.npos ? line_octets_ + clean.size() : clean.size() - last - 1;
  line_octets_ = line - (after_cr_ ? 1 : 0);
  return piece.substr(end);
}

void Encoder::encode_line(std::string_view text, bool ended, std::string& out) {
  append(text, out);
  if (ended) end_line(out);
}

// Appends octets of a line that hold no LF. A CR counts as one of the line only when something else follows it.
void Encoder::append(std::string_view text, std::string& out) {
  if (text.empty()) return;
  if (after_cr_) ++line_octets_;
  if (line_octets_ == 0 && !after_cr_ && text.front() == '.') out += '.';
  out += text;
  octets_ += text.size();
  after_cr_ = text.back() == '\r';
  line_octets_ += text.size() - (after_cr_ ? 1 : 0);
}

void Encoder::end_line(std::string& out) {
  out += after_cr_ ? "\n" : "\r\n";
  octets_ += after_cr_ ? 1 : 2;
  if (in_header_) {
    in_header_ = line_octets_ > 0;
  } else if (body_lines_ != all) {
    --body_lines_;
  }
  enough_ = !in_header_ && body_lines_ == 0;
  line_octets_ = 0;
  after_cr_ = false;
}

void Encoder::finish(std::string& out) {
  if (enough_) return;
  if (line_octets_ > 0 || after_cr_) end_line(out);
  if (in_header_) end_line(out);
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
