#pragma once

#include <string>
#include <string_view>

namespace n3 {

/// A value for key=value: as it is where it is plain, otherwise in double quotes, so that no value forges a key.
std::string log_value(std::string_view value);

}  // namespace n3
