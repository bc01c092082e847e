#pragma once

#include <string>

#include <CLI/App.hpp>

namespace n3::program {

/// The configuration file, as --config FILE or as FILE alone.
void add_config_option(CLI::App& command, std::string& file);

}  // namespace n3::program
