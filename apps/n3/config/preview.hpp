#pragma once

#include <cstddef>
#include <filesystem>
#include <optional>
#include <string>

#include "config/config.hpp"

/// What sources on this machine hold at the moment, for people who want to know what they are about to serve.
namespace n3::program {

struct Preview {
  std::optional<std::size_t> messages{};  ///< None: it cannot be told without the network, or has failed.
  std::string failure{};
};

Preview messages_in(const FeedSource& source);
Preview messages_in(const DirectorySource& source);
Preview messages_in(const MaildirSource& source);
Preview messages_in(const MboxSource& source);

/// ", 12 messages", ", no messages"; empty where that cannot be told.
std::string to_string(const Preview& preview);

/// Whether it has what a Maildir cannot do without.
bool looks_like_maildir(const std::filesystem::path& folder);

}  // namespace n3::program
