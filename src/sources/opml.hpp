#pragma once

#include <expected>
#include <string>
#include <vector>

namespace n3::feeds {

/// The URLs of the feeds in an OPML document, in its order, each once. The error says why it is none, or not whole.
std::expected<std::vector<std::string>, std::string> read_opml(const std::string& document);

}  // namespace n3::feeds
