#pragma once

#include <string>

#include <libxml/tree.h>

namespace n3::feeds {

/// The part of a page that is its article: what is marked as its body (itemprop="articleBody"), an <article>, a <main>,
/// or else the element with the most text in paragraphs of its own. Null where none of them says much. What is there to
/// lead elsewhere is taken out of it: navigation, asides, and the heading that is the page's.
const xmlNode* find_article(xmlNode* root);

/// What the links of a page are relative to, where it says so itself; empty: to where it was found.
std::string base_of_page(const xmlNode* root);

}  // namespace n3::feeds
