#pragma once

#include <string_view>

#include "mime/header_writer.hpp"

namespace n3::mime {

/// Adds `text` (UTF-8) as encoded words of at most 75 octets each, in the shorter of the encodings B and Q. No
/// character is split between two. The words may stand in a phrase as well as in unstructured text. RFC 2047.
void add_encoded(HeaderWriter& header, std::string_view text);

}  // namespace n3::mime
