#pragma once

#include <string>
#include <string_view>

namespace n3::feeds {

/// A document as valid UTF-8, whatever it is written in: as its byte order mark says, else as the Content-Type it came
/// with, else as its XML declaration, else UTF-8. A charset that nobody knows or that the document does not keep to
/// does not count. What is not UTF-8 in UTF-8 is taken for windows-1252.
std::string to_utf8(std::string_view document, std::string_view content_type);

}  // namespace n3::feeds
