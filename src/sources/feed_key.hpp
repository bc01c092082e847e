#pragma once

#include <string>
#include <vector>

#include "sources/feed_document.hpp"

namespace n3::feeds {

/// Takes out entries that are the same as one before them, and gives each of the others its key: its id; where it has
/// none or another entry has the same, its link; where that is no better, a hash of what is least likely to change.
std::vector<std::string> assign_keys(std::vector<Entry>& entries);

}  // namespace n3::feeds
