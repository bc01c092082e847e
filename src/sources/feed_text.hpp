#pragma once

#include <cstddef>
#include <string>
#include <string_view>

#include "mime/escape.hpp"

/// Text as feeds have it: in HTML, half in HTML, or meaning what it says.
namespace n3::feeds {

/// Valid UTF-8 on one line: any white space and control characters in a row become one space, those at the ends go.
std::string one_line(std::string_view text);

/// Plain text on one line, of text that may be HTML: entities are resolved and HTML's own tags left out. What only
/// looks like a tag, such as <int>, or like an entity, such as AT&T, stays.
std::string plain_line(std::string_view text);

/// The beginning of a text: all of it, or as many whole words as fit into so many characters, and "…".
std::string shortened(std::string_view text, std::size_t characters);

/// True where text has tags or entities of HTML.
bool looks_like_html(std::string_view text);

/// Plain text as a piece of HTML: empty lines divide paragraphs.
std::string text_to_html(std::string_view text);

using mime::escaped_html;

}  // namespace n3::feeds
