#include "mime/header_writer.hpp"

namespace n3::mime {
namespace {

constexpr std::size_t line_limit = 76;

}  // namespace

HeaderWriter::HeaderWriter(std::string& out, std::string_view name, std::size_t behind)
    : out_(out), limit_(line_limit - behind), column_(name.size() + 1) {
  out_ += name;
  out_ += ':';
}

void HeaderWriter::add(std::string_view token) {
  // Never directly behind the name: some readers then see a value that begins with a space, or none.
  if (!first_ && token.size() > room()) {
    out_ += "\r\n";
    column_ = 0;
  }
  first_ = false;
  out_ += ' ';
  out_ += token;
  column_ += 1 + token.size();
}

void HeaderWriter::add_behind(char c) {
  out_ += c;
  ++column_;
}

std::size_t HeaderWriter::room() const { return column_ + 1 < limit_ ? limit_ - column_ - 1 : 0; }

void HeaderWriter::end() { out_ += "\r\n"; }

}  // namespace n3::mime
