#include "sources/dovecot_uidl.hpp"

#include <algorithm>
#include <charconv>
#include <stdexcept>
#include <utility>

#include "base/ascii.hpp"
#include "base/take.hpp"

namespace n3::sources {
namespace {

constexpr std::size_t widest = 70;  // so long may a UIDL be

std::string number_text(std::uint32_t number, int base) {
  char digits[16];
  return {digits, std::to_chars(std::begin(digits), std::end(digits), number, base).ptr};
}

}  // namespace

DovecotUidl::DovecotUidl(std::string_view format) {
  std::string text;
  while (!format.empty()) {
    if (format.starts_with("%%")) {
      text += '%';
      format.remove_prefix(2);
    } else if (format.front() == '%') {
      pieces_.push_back(read_variable(format));
      pieces_.back().text = std::exchange(text, {});
    } else {
      text += format.front();
      format.remove_prefix(1);
    }
  }
  if (std::ranges::all_of(pieces_, [](const Piece& piece) { return piece.variable == 'v'; }))
    throw std::invalid_argument("a format of UIDLs needs %u, %f or %g, or all messages have the same");
  if (!text.empty()) pieces_.push_back({.text = std::move(text)});
}

DovecotUidl::Piece DovecotUidl::read_variable(std::string_view& format) {
  const std::string_view all = format;
  Piece piece;
  format.remove_prefix(1);
  if (format.starts_with('0'))
    while (!format.empty() && ascii::is_digit(format.front()) && piece.width <= widest)
      piece.width = piece.width * 10 + static_cast<std::size_t>(take(format, 1).front() - '0');
  piece.is_hexadecimal = format.starts_with('X');
  if (piece.is_hexadecimal) format.remove_prefix(1);
  piece.variable = format.empty() ? '\0' : take(format, 1).front();
  const std::string name(all.substr(0, all.size() - format.size()));
  if (piece.variable == 'm') throw std::invalid_argument(name + ": UIDLs that are an MD5 of headers are not supported");
  const bool is_number = piece.variable == 'u' || piece.variable == 'v';
  const bool is_name = (piece.variable == 'f' || piece.variable == 'g') && !piece.is_hexadecimal;
  if ((!is_number && !is_name) || piece.width > widest)
    throw std::invalid_argument("\"" + name + "\" is no variable that is known here: %u, %v, %08Xu, %08Xv, %f, %g, %%");
  return piece;
}

std::string DovecotUidl::of(const DovecotUidlist& list, const DovecotUidlist::Message& message,
                            std::string_view base) const {
  if (message.uidl) return message.uidl->empty() ? std::string(base) : *message.uidl;
  std::string uidl;
  for (const Piece& piece : pieces_) {
    uidl += piece.text;
    std::string value;
    switch (piece.variable) {
      case 'u': value = number_text(message.uid, piece.is_hexadecimal ? 16 : 10); break;
      case 'v': value = number_text(list.uid_validity, piece.is_hexadecimal ? 16 : 10); break;
      case 'f': value = base; break;
      case 'g': value = message.guid.empty() ? base : message.guid; break;
      default: break;
    }
    uidl.append(piece.width - std::min(piece.width, value.size()), '0').append(value);
  }
  return uidl;
}

}  // namespace n3::sources
