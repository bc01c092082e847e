#pragma once

#include <string>
#include <string_view>

namespace n3::feeds {

/// `text` without white space at its ends.
std::string_view trimmed(std::string_view text);

/// `link` as an absolute URL, where `base` is one and `link` can be understood. Spaces are percent-encoded.
std::string absolute(std::string_view link, const std::string& base);

/// A link for a header: ASCII, percent-encoded where it has to be, and nothing that would end it there.
std::string ascii_link(std::string_view link);

/// What a URL calls the file at it, "episode 1.mp3"; may be empty.
std::string file_name(std::string_view url);

/// Whether a link is to run something ("javascript:...").
bool runs_script(std::string_view link);

}  // namespace n3::feeds
