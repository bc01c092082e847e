#pragma once

#include <cstddef>
#include <string_view>

namespace n3 {

/// Takes so many octets from the front of a text that is read; all that are left where it has no more, and for npos.
inline std::string_view take(std::string_view& text, std::size_t length) {
  const std::string_view taken = text.substr(0, length);
  text.remove_prefix(taken.size());
  return taken;
}

}  // namespace n3
