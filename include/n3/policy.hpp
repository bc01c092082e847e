#pragma once

#include <chrono>
#include <cstddef>
#include <string>

namespace n3 {

/// Rules for sessions. The defaults are for the Internet.
struct Policy {
  std::chrono::seconds login{180};  ///< From connecting to being logged in, all attempts together.
  std::chrono::seconds idle{600};   ///< Without a command, or without the client reading on. RFC 1939: at least 10 min.
  std::chrono::seconds question{30};              ///< For accounts and maildrops to answer; then [SYS/TEMP].
  std::chrono::milliseconds failure_delay{2000};  ///< Before a failed login is answered.
  unsigned failed_logins = 3;                     ///< So many end the connection.
  unsigned bad_commands_before = 3;  ///< Commands that nobody understands, before login: so many end the connection.
  unsigned bad_commands_after = 20;  ///< The same after login.
  std::size_t line = 255;            ///< Octets of a command with its CRLF. RFC 2449 section 4.
  std::size_t sasl_line = 16384;     ///< Octets of an AUTH command or a SASL response. RFC 4422, RFC 5034.
};

}  // namespace n3
