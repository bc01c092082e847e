#pragma once

#include <filesystem>

#include <n3/body.hpp>

#include "base/regular_file.hpp"

namespace n3 {

/// The rest of a file as a message: a small one is read at once, a large one while it is sent. Errors name the file as
/// the path does, without its folder.
Answer<Body> to_body(RegularFile file, const std::filesystem::path& path);

/// Opens a file that is a message: a small one is read whole, a large one becomes chunks. Follows links.
Answer<Body> read_file(const std::filesystem::path& path);

}  // namespace n3
