#pragma once

#include <sys/socket.h>

namespace n3::http {

/// Whether an address is anything but a host's in the public internet: this machine's, a private network's, a link's,
/// one for many (multicast, broadcast), for documents and measurements, reserved, or of another family than IP. An
/// IPv6 address that leads to an IPv4 address (mapped, NAT64, 6to4) is what that one is. IANA's registries of
/// special-purpose addresses, RFC 6890.
bool is_private(const sockaddr& address);

}  // namespace n3::http
