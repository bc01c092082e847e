#pragma once

#include <string>
#include <string_view>

namespace n3::feeds {

/// XML with its most common mistakes mended, so that a parser that is asked to recover loses less: what stands before
/// the first tag is left out, and so are characters that XML has not got, and document type declarations, which take
/// with them everything that entities can do to a parser. HTML's entities become characters, and an "&" that begins no
/// entity becomes text. Elements end in the order in which they nest, as they do not where somebody forgot to escape
/// HTML. A tag has its first attributes only, and a text of some MiB is cut off, since a parser would be busy for long
/// or give up. Takes and gives UTF-8.
std::string repaired_xml(std::string_view document);

}  // namespace n3::feeds
