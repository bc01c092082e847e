#pragma once

#include <string>

#include <libxml/tree.h>

namespace n3::feeds {

/// Writes a node of a tree, with all that is in it, as HTML that a mail client can be given: what runs, submits, styles
/// the page around it or has no meaning in mail is left out, players and frames become links, and links become
/// absolute where `base` says relative to what they are.
void write_sanitized(const xmlNode* node, const std::string& base, std::string& out);

}  // namespace n3::feeds
