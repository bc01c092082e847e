#pragma once

#include <cstddef>
#include <string_view>

#include "mime/header_writer.hpp"

namespace n3::mime {

/// Adds the value of an unstructured field, such as Subject, so that readers see exactly `text` (UTF-8, no control
/// characters). Words that are plain ASCII of at most `longest_word` octets stay as they are, apart from those between
/// two that do not; spaces at the ends or in a row are kept by encoding them. RFC 2047 section 5 (1).
void add_unstructured(HeaderWriter& header, std::string_view text, std::size_t longest_word);

}  // namespace n3::mime
