#pragma once

#include <functional>

#include <CLI/App.hpp>
#include <CLI/Config.hpp>
#include <CLI/Formatter.hpp>

/// The subcommands of n3, each in a file of its own. Each adds itself to the command line, and where that names it,
/// says what is to be run.
namespace n3::program {

/// What has been chosen. Returns the exit code, or throws std::runtime_error with one line for the operator.
using Run = std::function<int()>;

void add_demo(CLI::App& app, Run& chosen);
void add_serve(CLI::App& app, Run& chosen);
void add_fetch(CLI::App& app, Run& chosen);
void add_check(CLI::App& app, Run& chosen);
void add_compose(CLI::App& app, Run& chosen);
void add_cert(CLI::App& app, Run& chosen);
void add_preview(CLI::App& app, Run& chosen);
void add_status(CLI::App& app, Run& chosen);
void add_spool(CLI::App& app, Run& chosen);
void add_spool_archive(CLI::App& spool, Run& chosen);  ///< n3 spool export and import

}  // namespace n3::program
