#pragma once

#include <filesystem>

#include <n3/body.hpp>

namespace n3 {

/// Opens a file that is a message: a small one is read whole, a large one becomes chunks. Blocks.
Answer<Body> read_file(const std::filesystem::path& path);

}  // namespace n3
