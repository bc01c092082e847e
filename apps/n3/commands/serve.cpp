#include <fmt/format.h>

#include "base/one_line.hpp"
#include "commands/commands.hpp"
#include "commands/config_option.hpp"
#include "config/config.hpp"
#include "config/summary.hpp"
#include "service/log.hpp"
#include "service/service.hpp"

namespace n3::program {
namespace {

constexpr auto examples = R"(The log goes to stderr, one line for each session. SIGTERM or Ctrl-C let
sessions finish; a second one ends at once.

Examples
  n3 demo --save n3.toml      writes a file to begin with
  n3 check n3.toml            says what is wrong with it, or what it serves
  n3 serve n3.toml)";

int serve(const std::string& file) {
  Signals signals;
  const auto config = load_config(file);
  if (!config) {
    for (const Problem& problem : config.error()) complain("n3: " + to_string(problem, file));
    return 1;
  }
  for (const Problem& problem : warnings(*config)) {
    log_line(Event::Level::warning, to_string(problem, file));
  }
  Service service(*config, stderr_log());
  const auto addresses = service.start(signals);
  for (std::size_t i = 0; i < addresses.size(); ++i) {
    log_line(Event::Level::info, fmt::format("listening on {}, {}", addresses[i], tls_text(config->listen[i].tls)));
  }
  service.run();
  return 0;
}

}  // namespace

void add_serve(CLI::App& app, Run& chosen) {
  CLI::App* command = app.add_subcommand("serve", "Serve what a configuration file says");
  command->footer(examples);
  const auto file = std::make_shared<std::string>();
  add_config_option(*command, *file);
  command->callback([file, &chosen] { chosen = [file] { return serve(*file); }; });
}

}  // namespace n3::program
