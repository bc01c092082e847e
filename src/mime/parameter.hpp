#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "mime/header_writer.hpp"

namespace n3::mime {

/// A parameter of Content-Type or Content-Disposition, in the pieces that a header line can hold: NAME=VALUE, where
/// VALUE is short and plain, and RFC 2231's NAME*=UTF-8''VALUE or NAME*0*=, NAME*1*= and so on, where it is not. `name`
/// is a token of at most 40 octets, `value` any UTF-8.
std::vector<std::string> parameter(std::string_view name, std::string_view value);

/// Writes the field NAME: VALUE; PARAMETER; PARAMETER.
void write_field(std::string& out, std::string_view name, std::string_view value,
                 const std::vector<std::string>& parameters);

}  // namespace n3::mime
