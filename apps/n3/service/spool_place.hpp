#pragma once

#include <string>

namespace n3::program {

/// Where the spool of a configuration is: "memory", or a file, in the state folder where nothing else is said.
std::string spool_place(const std::string& spool);

}  // namespace n3::program
