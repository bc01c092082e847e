#pragma once

#include <cstdint>
#include <expected>
#include <optional>
#include <string>
#include <string_view>
#include <unordered_map>

namespace n3::sources {

/// What stays the same when the flags of a message in a Maildir change: its file's name up to ":2,FLAGS".
std::string_view base_name(std::string_view name);

/// The file dovecot-uidlist of a Maildir: the numbers by which IMAP knows its messages, of which dovecot makes UIDLs.
struct DovecotUidlist {
  struct Message {
    std::uint32_t uid = 0;
    std::string guid{};                 ///< Empty: its base name.
    std::optional<std::string> uidl{};  ///< One of its own, such as it had before dovecot; empty: its base name.
  };

  std::uint32_t uid_validity = 0;
  std::unordered_map<std::string, Message> messages{};  ///< By base name.

  /// Reads formats 1 and 3, or says what is wrong. A last line without its end is still being written and is left out.
  static std::expected<DovecotUidlist, std::string> parse(std::string_view text);
};

}  // namespace n3::sources
