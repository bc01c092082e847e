#pragma once

#include <string>

#include <CLI/App.hpp>

#include "spool/upkeep.hpp"

namespace n3::program {

/// Adds --spool FILE to a command.
void add_spool_option(CLI::App& command, std::string& file);

/// The file that the option names, or the one that n3 serve has where nothing else is said.
std::string spool_file(const std::string& option);

/// Opens it. Throws std::runtime_error where it is not there.
spool::Upkeep open_spool(const std::string& option);

}  // namespace n3::program
