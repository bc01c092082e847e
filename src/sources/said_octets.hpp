#pragma once

#include <cstdint>
#include <string_view>

namespace n3::sources {

/// How many octets the name of a file in a Maildir says that clients are sent: ",W=", as dovecot writes it. 0: it says
/// nothing, or what cannot be so of a file of that size, whose own is ",S=".
std::uint64_t said_octets(std::string_view base_name, std::uint64_t size);

}  // namespace n3::sources
