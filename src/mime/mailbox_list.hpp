#pragma once

#include <span>
#include <string_view>

#include <n3/message.hpp>

#include "mime/header_writer.hpp"

namespace n3::mime {

/// Adds "Name <address>" or, without a name, "address"; then `after`. The name is written as atoms, a quoted string or
/// encoded words, whichever shows it exactly. RFC 5322 section 3.4, RFC 2047 section 5 (3).
void add_mailbox(HeaderWriter& header, const Mailbox& mailbox, std::string_view after = {});

/// Adds mailboxes with commas between them.
void add_mailboxes(HeaderWriter& header, std::span<const Mailbox> mailboxes);

/// Adds a display name: what RFC 5322 calls a phrase.
void add_phrase(HeaderWriter& header, std::string_view name);

}  // namespace n3::mime
