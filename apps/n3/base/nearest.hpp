#pragma once

#include <span>
#include <string>
#include <string_view>

namespace n3::program {

/// What to say of a word that is none of the known ones: `did you mean "address"?` where one is near, otherwise
/// `there are: address, tls`.
std::string suggestion(std::string_view word, std::span<const std::string> known);

}  // namespace n3::program
