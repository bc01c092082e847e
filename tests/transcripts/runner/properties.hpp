#pragma once

#include <chrono>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include <n3/error.hpp>

namespace n3::transcripts {

// The small words of directives, events and effects. All throw std::invalid_argument that says what is wrong.

std::string_view trimmed(std::string_view text);

/// `text` cut at `separator`, which does not count inside "quotes"; pieces are trimmed.
std::vector<std::string> split(std::string_view text, char separator);

/// Takes `word` and the spaces behind it from the beginning of `text`; false where it does not stand there.
bool take_word(std::string_view& text, std::string_view word);

std::uint64_t parse_number(std::string_view text);
std::chrono::milliseconds parse_duration(std::string_view text);  ///< "600s", "2000ms", "10m"
std::string parse_value(std::string_view text);                   ///< A word, or "quoted", with escapes.
Error parse_error(std::string_view text);                         ///< "temporary", "in use: another session"

}  // namespace n3::transcripts
