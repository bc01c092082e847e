#pragma once

#include <cstddef>
#include <string>
#include <string_view>

namespace n3::feeds {

/// The HTML or XML entity at the beginning of `text`, such as "&eacute;", "&#233;" or "&#xE9;".
struct EntityText {
  std::string utf8{};      ///< What it stands for. Empty: there is no entity, or it means no character.
  std::size_t length = 0;  ///< Of the entity in octets, its semicolon included. 0: there is none.
};
EntityText entity_at(std::string_view text);

}  // namespace n3::feeds
