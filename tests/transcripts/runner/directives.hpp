#pragma once

#include <string_view>

#include "transcript.hpp"

namespace n3::transcripts {

// What stands behind the first word of a line. All throw std::invalid_argument that says what is wrong.

/// "idle: 600s" and the like, which change `setting`. A message whose text comes in a block below has no bytes yet.
void parse_directive(std::string_view line, Setting& setting);

/// "clock +601s", "the next check hangs", ...
Event parse_event(std::string_view text);

/// "removed 1 3", "closed", ...
Effect parse_effect(std::string_view text);

}  // namespace n3::transcripts
