#pragma once

#include <chrono>
#include <cstdint>
#include <functional>
#include <string>
#include <string_view>

namespace n3 {

/// What a finished session did; the line that operators read.
struct SessionSummary {
  std::uint64_t id = 0;  ///< Counts from 1 while the server runs.
  std::string peer{};    ///< "192.0.2.7:40112"
  std::string user{};    ///< As the client wrote it; empty where no maildrop was opened.
  std::string account{};
  std::string mechanism{};       ///< "PASS", "APOP", "PLAIN", ...
  std::string tls{};             ///< "TLSv1.3 TLS_AES_256_GCM_SHA384"; empty: none.
  std::uint64_t listed = 0;      ///< Messages in the maildrop.
  std::uint64_t retrieved = 0;   ///< RETR and TOP answered in full.
  std::uint64_t removed = 0;     ///< Removed at QUIT; 0 where that failed or was not waited for.
  std::uint64_t octets_in = 0;   ///< From the client, TLS apart.
  std::uint64_t octets_out = 0;  ///< To the client, TLS apart.
  std::chrono::milliseconds lasted{};
  std::string end{};  ///< "quit", "disconnected", "idle too long", "too many failed logins", ...
};

/// Something the server has to tell its operator. Secrets never get here.
struct Event {
  enum class Level { debug, info, warning, error };

  Level level = Level::info;
  std::string text{};                       ///< One line, printable: what comes from outside is escaped.
  const SessionSummary* session = nullptr;  ///< Where a session has ended; valid during the call.
};

/// Takes events; called from any of the server's threads, one call at a time. Must not block for long.
using Log = std::function<void(const Event&)>;

/// The summary as one line of key=value, values quoted where they have to be. No user name can forge another line.
///
///     session=17 peer=192.0.2.7:40112 user=andris via=PLAIN tls="TLSv1.3 ..." listed=20 ... end=quit
std::string to_string(const SessionSummary& summary);

/// Text from outside as it may stand in a log line: control characters and what is not UTF-8 as \xNN.
std::string printable(std::string_view text);

}  // namespace n3
