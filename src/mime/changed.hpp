#pragma once

#include <string_view>

#include <n3/message.hpp>

namespace n3::mime {

/// What a message says now, as a reply to what it was before: what has changed comes first, line by line, and then all
/// of it. `before_id` is the Message-ID of the message before, without angle brackets, and `before_text` what it said;
/// empty where that is not known.
Message changed(const Message& now, std::string_view before_id, std::string_view before_text);

}  // namespace n3::mime
