#pragma once

#include <string>

#include <n3/message.hpp>

/// What went into a message, for check_samples.py: names as in Message::Fields, attachments' bytes in base64.
std::string to_json(const n3::Message::Fields& fields, const n3::Identity& identity);
