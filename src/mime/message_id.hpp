#pragma once

#include <string>

#include <n3/message.hpp>

namespace n3::mime {

/// The Message-ID of what has this identity, without angle brackets: its uid at its host. Different uids give different
/// ids: letters, digits, "-" and "_" stand for themselves, other octets become "=XX", and a uid that is empty or longer
/// than a UIDL may be becomes "==" and its SHA-256.
std::string message_id(const Identity& identity);

/// The identity's host where it can be the right side of an address, "n3.invalid" where it cannot.
std::string host_of(const Identity& identity);

}  // namespace n3::mime
