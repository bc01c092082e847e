#include "commands/spool_file.hpp"

#include <fmt/format.h>

#include <filesystem>
#include <stdexcept>

#include "service/spool.hpp"
#include "spool/ledger_file.hpp"

namespace n3::program {

void add_spool_option(CLI::App& command, std::string& file) {
  command.add_option("--spool", file, "The file; without it the one in the state folder")->type_name("FILE");
}

std::string spool_file(const std::string& option) { return option.empty() ? spool_place("n3.db") : option; }

spool::Upkeep open_spool(const std::string& option) {
  const std::string file = spool_file(option);
  std::error_code error;
  if (!std::filesystem::exists(file, error)) throw std::runtime_error(fmt::format("there is no spool {}", file));
  return spool::Upkeep(spool::open_ledger_file({file}));
}

}  // namespace n3::program
