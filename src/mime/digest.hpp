#pragma once

#include <chrono>
#include <span>
#include <string>

#include <n3/message.hpp>

namespace n3::mime {

/// What a message says, as one entry of a digest: without its attachments.
struct DigestEntry {
  std::string title{};
  Mailbox from{};
  Mailbox list{};  ///< The address is its id.
  std::chrono::sys_seconds date{};
  std::string link{};  ///< An http or https URL: the page that it is archived at.
  std::string text{};
  std::string html{};  ///< Empty: there is only text.

  /// `date` is for a message that has none.
  static DigestEntry of(const Message& message, std::chrono::sys_seconds date);
};

/// `head` with all of the entries: a list of their titles, and then each. To its subject it adds of what lists they are
/// and how many. Where they are all of one list, so is the digest, and where they are all from one address it is the
/// list's.
Message digest(const Message& head, std::span<const DigestEntry> entries);

}  // namespace n3::mime
