#include "commands/config_option.hpp"

#include <memory>

#include <CLI/Config.hpp>
#include <CLI/Formatter.hpp>

namespace n3::program {
namespace {

/// FILE can be given as --config FILE, so that CLI11 takes it for optional, which it is not.
class FileIsNeeded : public CLI::Formatter {
 public:
  explicit FileIsNeeded(std::size_t column) { column_width(column); }
  std::string make_option_usage(const CLI::Option*) const override { return "FILE"; }
};

}  // namespace

void add_config_option(CLI::App& command, std::string& file) {
  command.add_option("FILE", file, "The file, such as n3.toml")->type_name("");
  command.add_option("--config", file, "The same")->type_name("FILE");
  command.formatter(std::make_shared<FileIsNeeded>(command.get_formatter()->get_column_width()));
  command.preparse_callback([](std::size_t arguments) {
    if (arguments == 0) throw CLI::RequiredError("FILE");
  });
}

}  // namespace n3::program
