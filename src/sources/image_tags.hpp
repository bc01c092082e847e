#pragma once

#include <functional>
#include <string>
#include <string_view>

namespace n3::feeds {

/// The value of an attribute of a tag as write_sanitized writes it, still escaped; empty where there is none.
std::string_view attribute_in(std::string_view tag, std::string_view name);

/// HTML as write_sanitized writes it, with something else in place of each image. `replacement` is given its tag.
std::string with_images_replaced(std::string_view html,
                                 const std::function<std::string(std::string_view tag)>& replacement);

/// The same with descriptions in their place.
std::string without_images(std::string_view html);

}  // namespace n3::feeds
