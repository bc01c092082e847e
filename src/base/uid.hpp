#pragma once

#include <algorithm>
#include <cstddef>
#include <string_view>

namespace n3 {

/// Whether a client can be told it as a UIDL. RFC 1939 section 7.
constexpr bool is_uid(std::string_view uid) {
  constexpr std::size_t longest = 70;
  return !uid.empty() && uid.size() <= longest &&
         std::ranges::all_of(uid, [](char c) { return c >= 0x21 && c <= 0x7e; });
}

}  // namespace n3
