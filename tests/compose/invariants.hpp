#pragma once

#include <string>

#include <n3/message.hpp>

/// What must hold for every message that was ever composed, whatever went in:
///
/// - every line ends in CRLF, the last one included; besides those there are only printable ASCII and tabs, and what
///   other octets of 7 bit but NUL an attached message has
/// - no line is longer than 998 octets; none is longer than 76 unless it is a single word of a header, or belongs to an
///   attached message
/// - the header has exactly the fields that were asked for, in their order, then an empty line
/// - the parts of the outermost multipart are as many as were asked for, and its boundary occurs nowhere else
/// - composing it again gives the same bytes
///
/// Returns what does not hold, or nothing.
std::string broken_invariant(const n3::Message& message, const n3::Identity& identity);
