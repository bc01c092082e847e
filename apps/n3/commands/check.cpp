#include <fmt/format.h>

#include <algorithm>
#include <iterator>

#include "base/one_line.hpp"
#include "base/output.hpp"
#include "commands/commands.hpp"
#include "commands/config_option.hpp"
#include "config/config.hpp"
#include "config/summary.hpp"

namespace n3::program {
namespace {

constexpr auto examples = R"(Says all that is wrong, as FILE:LINE:COLUMN: KEY: WHAT, and ends with 1; or says
what would be served, and ends with 0. Looks at the certificate, its key,
password files and folders as well.

Example
  n3 check n3.toml)";

int check(const std::string& file) {
  const auto config = load_config(file);
  if (!config) {
    for (const Problem& problem : config.error()) complain(to_string(problem, file));
    return 1;
  }
  std::vector<Problem> found = warnings(*config);
  std::ranges::move(source_warnings(*config), std::back_inserter(found));
  std::ranges::sort(found, {}, &Problem::place);
  for (const auto& [place, text] : found) complain(to_string({place, "warning: " + text}, file));
  print(fmt::format("{} is good. It serves\n{}", one_line(file), to_summary(*config)));
  return 0;
}

}  // namespace

void add_check(CLI::App& app, Run& chosen) {
  CLI::App* command = app.add_subcommand("check", "Say what is wrong with a configuration file");
  command->footer(examples);
  const auto file = std::make_shared<std::string>();
  add_config_option(*command, *file);
  command->callback([file, &chosen] { chosen = [file] { return check(*file); }; });
}

}  // namespace n3::program
