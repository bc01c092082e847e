#pragma once

#include <filesystem>
#include <memory>
#include <optional>
#include <string_view>
#include <vector>

#include <n3/error.hpp>

#include "sources/folder.hpp"

namespace n3::sources {

/// By what UIDLs clients know the messages of a Maildir already, from the server that served it before.
class KnownUids {
 public:
  virtual ~KnownUids() = default;

  /// Gives them to the items, whose keys are base names, as far as there are any; and numbers, where that server had an
  /// order. Returns why it cannot be known.
  virtual std::optional<Error> give(const std::filesystem::path& maildir, std::vector<DatedItem>& items) = 0;
};

/// As n3::maildir has it; nothing for an empty one. Throws std::invalid_argument.
std::unique_ptr<KnownUids> known_uids(std::string_view uidl);

}  // namespace n3::sources
