#include <memory>
#include <string>

#include "base/output.hpp"
#include "commands/commands.hpp"
#include "commands/spool_file.hpp"
#include "control/control_socket.hpp"

namespace n3::program {
namespace {

constexpr auto examples = R"(Asks the server that has the spool: since when it runs, how many sessions it has,
and of each source when it was fetched, or for how long it has failed and why.

Examples
  n3 status
  n3 status --spool /var/lib/n3/n3.db)";

}  // namespace

void add_status(CLI::App& app, Run& chosen) {
  CLI::App* command = app.add_subcommand("status", "Say how a server that runs does, and its sources");
  command->footer(examples);
  const auto file = std::make_shared<std::string>();
  add_spool_option(*command, *file);
  command->callback([file, &chosen] {
    chosen = [file] {
      print(ask_server(control_path(spool_file(*file)), "status"));
      return 0;
    };
  });
}

}  // namespace n3::program
