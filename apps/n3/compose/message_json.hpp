#pragma once

#include <string>
#include <string_view>

#include <n3/message.hpp>

namespace n3::program {

/// The message, with all its bytes, that the JSON text describes; n3 compose --help says how. Throws
/// std::runtime_error that names the path of the value that is wrong.
std::string compose_json(std::string_view json);

}  // namespace n3::program
