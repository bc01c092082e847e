#pragma once

#include <string>

#include <libxml/tree.h>

namespace n3::feeds {

/// The text of an HTML tree as one would type it: paragraphs with an empty line between them, "-" or numbers before the
/// items of lists, ">" before what is quoted, and links as numbers in brackets with a list of them at the end.
std::string html_to_text(const xmlNode* root, const std::string& base);

/// The same without the links.
std::string html_to_words(const xmlNode* root);

}  // namespace n3::feeds
