#pragma once

#include <string>

#include "confinement/confinement.hpp"

namespace n3::program {

/// Lets this thread, and those that it makes, have these files and no others. Returns why that cannot be; empty: it is
/// so. landlock(7).
std::string restrict_files(const AllowedFiles& files);

}  // namespace n3::program
