#pragma once

#include <filesystem>
#include <optional>

#include "config/config.hpp"
#include "config/toml_table.hpp"

/// The parts of parse_config() that have a file of their own.
namespace n3::program {

/// [mailbox.NAME] and [[mailbox.NAME.source]].
void read_mailboxes(TomlTable& root, const std::filesystem::path& folder, Config& config);

/// [defaults.feed]. Before the mailboxes.
void read_feed_defaults(TomlTable& root, Config& config);

/// A [[mailbox.NAME.source]] of the type "feed".
std::optional<SourceConfig> read_feed(TomlTable& table, const std::filesystem::path& folder,
                                      const FeedSource& defaults);

/// The keys of a source that say what it leaves out.
void read_filter(TomlTable& table, Filter& filter);

/// [[account]]. After the mailboxes, whose names it needs.
void read_accounts(TomlTable& root, const std::filesystem::path& folder, Config& config);

}  // namespace n3::program
