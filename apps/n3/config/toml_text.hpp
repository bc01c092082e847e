#pragma once

#include <string>
#include <string_view>

namespace n3::program {

/// A text as TOML has it, in quotes: "mail/andris".
std::string toml_text(std::string_view text);

}  // namespace n3::program
