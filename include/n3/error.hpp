#pragma once

#include <string>
#include <utility>

namespace n3 {

/// What went wrong in an object of yours: a source that is down, a message that has gone, a maildrop in use.
///
/// A client's mistakes (a bad verb, a wrong password) are no errors here; the session answers them itself. What you
/// throw instead of returning an Error is caught, logged with its text, and answered like temporary() without it.
///
///     return n3::Error::temporary("the timeline is not reachable");
struct Error {
  /// The response code that the client sees. RFC 2449 section 8, RFC 3206.
  enum class Code {
    temporary,  ///< [SYS/TEMP]: the same request may well succeed later. Clients keep what they know.
    permanent,  ///< [SYS/PERM]: it will not, until somebody mends something.
    in_use,     ///< [IN-USE]: another session holds the maildrop.
  };

  Code code = Code::temporary;
  std::string text{};  ///< One line for the client and for the log: what happened, without secrets.

  static Error temporary(std::string text) { return {Code::temporary, std::move(text)}; }
  static Error permanent(std::string text) { return {Code::permanent, std::move(text)}; }
  static Error in_use(std::string text) { return {Code::in_use, std::move(text)}; }
};

}  // namespace n3
