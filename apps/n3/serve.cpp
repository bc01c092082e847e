#include <fmt/format.h>

#include "commands.hpp"
#include "config.hpp"
#include "config_texts.hpp"
#include "log.hpp"
#include "service.hpp"

namespace n3::program {
namespace {

constexpr auto examples = R"(The log goes to stderr, one line for each session. SIGTERM or Ctrl-C let sessions finish;
a second one ends at once.

Examples
  n3 demo --save n3.toml             writes a file to begin with
  n3 check --config n3.toml          says what is wrong with it, or what it serves
  n3 serve --config n3.toml)";

void serve(const std::string& file) {
  Signals signals;
  const auto config = load_config(file);
  if (!config) {
    for (const Problem& problem : config.error()) fmt::print(stderr, "n3: {}\n", to_string(problem, file));
    throw CLI::RuntimeError(1);
  }
  Service service(*config, stderr_log());
  const auto addresses = service.start();
  for (std::size_t i = 0; i < addresses.size(); ++i) {
    log_line(Event::Level::info, fmt::format("listening on {}, {}", addresses[i], tls_text(config->listen[i].tls)));
  }
  service.run(signals);
}

}  // namespace

void add_serve(CLI::App& app) {
  CLI::App* command = app.add_subcommand("serve", "Serve what a configuration file says");
  command->footer(examples);
  const auto file = std::make_shared<std::string>();
  command->add_option("--config", *file, "The file, such as n3.toml")->type_name("FILE")->required();
  command->callback([file] { serve(*file); });
}

}  // namespace n3::program
