#pragma once

#include <CLI/App.hpp>
#include <CLI/Config.hpp>
#include <CLI/Formatter.hpp>

/// The subcommands of n3, each in a file of its own. Each adds itself to the command line, runs while that is parsed,
/// and throws std::runtime_error with one line for the operator.
namespace n3::program {

void add_demo(CLI::App& app);
void add_serve(CLI::App& app);
void add_check(CLI::App& app);
void add_compose(CLI::App& app);
void add_cert(CLI::App& app);

}  // namespace n3::program
