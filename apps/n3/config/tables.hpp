#pragma once

#include <filesystem>

#include "config/config.hpp"
#include "config/toml_table.hpp"

/// The parts of parse_config() that have a file of their own.
namespace n3::program {

/// [mailbox.NAME] and [[mailbox.NAME.source]].
void read_mailboxes(TomlTable& root, const std::filesystem::path& folder, Config& config);

/// [[account]]. After the mailboxes, whose names it needs.
void read_accounts(TomlTable& root, const std::filesystem::path& folder, Config& config);

}  // namespace n3::program
