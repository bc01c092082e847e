#include "sources/image_tags.hpp"

#include <algorithm>

#include "base/take.hpp"

namespace n3::feeds {

// No value has a quotation mark or an angle bracket in it: they are escaped.
std::string_view attribute_in(std::string_view tag, std::string_view name) {
  const std::string begin = " " + std::string(name) + "=\"";
  const std::size_t at = tag.find(begin);
  if (at == tag.npos) return {};
  tag.remove_prefix(at + begin.size());
  return tag.substr(0, tag.find('"'));
}

std::string with_images_replaced(std::string_view html,
                                 const std::function<std::string(std::string_view tag)>& replacement) {
  constexpr std::string_view image = "<img";
  std::string result;
  while (!html.empty()) {
    result += take(html, html.find(image));
    if (html.empty()) break;
    const std::string_view tag = take(html, std::min(html.find('>'), html.size() - 1) + 1);
    const bool is_image = tag.size() > image.size() && std::string_view(" >").contains(tag[image.size()]);
    result += is_image ? replacement(tag) : std::string(tag);
  }
  return result;
}

std::string without_images(std::string_view html) {
  return with_images_replaced(html, [](std::string_view tag) { return std::string(attribute_in(tag, "alt")); });
}

}  // namespace n3::feeds
