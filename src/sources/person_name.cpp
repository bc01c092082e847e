#include <algorithm>
#include <string>
#include <string_view>

#include "sources/feed_readers.hpp"
#include "sources/feed_text.hpp"

namespace n3::feeds {
namespace {

// An address is no name, and mail programs warn of names that look like one.
std::string without_domain(std::string_view name) {
  const std::size_t at = name.find('@');
  const bool address = at != name.npos && at > 0 && !name.contains(' ');
  return std::string(address ? name.substr(0, at) : name);
}

}  // namespace

std::string person_name(std::string_view text) {
  const std::string line = plain_line(text);
  const std::size_t open = line.find('(');
  const std::size_t close = line.rfind(')');
  if (line.substr(0, open).contains('@') && close != line.npos && open + 1 < close)
    return line.substr(open + 1, close - open - 1);
  const std::size_t angle = line.find('<');
  if (angle == line.npos || !line.ends_with('>')) return without_domain(line);
  if (angle > 0) return one_line(line.substr(0, angle));
  return without_domain(line.substr(1, line.size() - 2));
}

void add_name(std::string& names, const std::string& name) {
  if (name.empty() || names == name || names.starts_with(name + ", ") || names.ends_with(", " + name)) return;
  names += (names.empty() ? "" : ", ") + name;
}

}  // namespace n3::feeds
