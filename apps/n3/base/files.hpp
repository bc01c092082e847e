#pragma once

#include <expected>
#include <filesystem>
#include <string>
#include <string_view>
#include <system_error>

#include <sys/types.h>

namespace n3::program {

/// All octets of a file.
std::expected<std::string, std::error_code> read_whole(const std::filesystem::path& path);

/// Makes a file with this mode, or puts it whole in the place of the one that is there. Throws std::runtime_error.
void write_whole(const std::filesystem::path& path, std::string_view content, mode_t mode);

}  // namespace n3::program
