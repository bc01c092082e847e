#pragma once

#include <cstddef>
#include <expected>
#include <filesystem>
#include <string>
#include <string_view>

#include <sys/types.h>

namespace n3::program {

/// Why a file cannot be read; empty: it can. What is no ordinary file, a FIFO or a device, cannot: it may have no end.
std::string unreadable(const std::filesystem::path& path);

/// All octets of an ordinary file, or why it cannot be read.
std::expected<std::string, std::string> read_whole(const std::filesystem::path& path,
                                                   std::size_t largest = std::size_t{1} << 20);

/// All octets of an ordinary file, however many. Throws std::runtime_error that says why it cannot be read.
std::string read_needed(const std::filesystem::path& path);

/// Throws std::system_error.
void write_all(int descriptor, std::string_view content);

/// Makes a file with this mode, or puts it whole in the place of the one that is there. Throws std::runtime_error.
void write_whole(const std::filesystem::path& path, std::string_view content, mode_t mode);

}  // namespace n3::program
