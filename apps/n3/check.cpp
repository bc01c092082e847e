#include <fmt/format.h>

#include "commands.hpp"
#include "config.hpp"

namespace n3::program {
namespace {

constexpr auto examples = R"(Says all that is wrong, as FILE:LINE:COLUMN: KEY: WHAT, and ends with 1; or says what
would be served, and ends with 0. Looks at the certificate, its key, password files and folders as well.

Example
  n3 check --config n3.toml)";

void check(const std::string& file) {
  const auto config = load_config(file);
  if (config) {
    fmt::print("{} is good. It serves\n{}", file, to_summary(*config));
    return;
  }
  for (const Problem& problem : config.error()) fmt::print(stderr, "{}\n", to_string(problem, file));
  throw CLI::RuntimeError(1);
}

}  // namespace

void add_check(CLI::App& app) {
  CLI::App* command = app.add_subcommand("check", "Say what is wrong with a configuration file");
  command->footer(examples);
  const auto file = std::make_shared<std::string>();
  command->add_option("--config", *file, "The file, such as n3.toml")->type_name("FILE")->required();
  command->callback([file] { check(*file); });
}

}  // namespace n3::program
