#include "base/one_line.hpp"

#include <fmt/format.h>

#include <cstdio>

#include <n3/log.hpp>

namespace n3::program {

std::string one_line(std::string_view text) {
  std::string line;
  for (;;) {
    const std::size_t backslash = text.find('\\');
    line += printable(text.substr(0, backslash));
    if (backslash == std::string_view::npos) return line;
    line += '\\';
    text.remove_prefix(backslash + 1);
  }
}

void complain(std::string_view text) { fmt::print(stderr, "{}\n", one_line(text)); }

}  // namespace n3::program
