#include "commands/config_option.hpp"

#include <CLI/Config.hpp>
#include <CLI/Formatter.hpp>

namespace n3::program {

void add_config_option(CLI::App& command, std::string& file) {
  command.add_option("FILE", file, "The file, such as n3.toml")->type_name("");
  command.add_option("--config", file, "The same")->type_name("FILE");
  command.preparse_callback([](std::size_t arguments) {
    if (arguments == 0) throw CLI::RequiredError("FILE");
  });
}

}  // namespace n3::program
