#pragma once

#include <optional>
#include <string>
#include <string_view>

#include <n3/log.hpp>

#include "transcript.hpp"

namespace n3::transcripts {

/// The server of a dialogue, as its client sees it.
class Peer {
 public:
  virtual ~Peer() = default;

  virtual void send(std::string_view packet) = 0;

  /// The next whole line that the server has sent, without its CRLF; nothing where none comes.
  virtual std::optional<std::string> next_line() = 0;

  /// Takes what the server has sent and nobody has read: lines, or part of one.
  virtual std::string unread() = 0;

  /// False where this cannot happen now: a handshake without STLS, say.
  virtual bool happen(const Event& event) = 0;

  virtual bool is_closed() = 0;  ///< By the server.
  virtual bool is_open() = 0;    ///< Not the same as !is_closed(): over TCP both take a while to find out.

  /// True while the server waits for something other than the client: no reply can be expected.
  virtual bool is_busy() = 0;

  /// Null where nobody can know it.
  virtual const SessionSummary* summary() = 0;
};

}  // namespace n3::transcripts
