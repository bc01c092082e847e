#pragma once

#include <cstddef>
#include <deque>
#include <optional>
#include <set>
#include <string>
#include <string_view>
#include <vector>

#include "claims.hpp"

namespace n3::transcripts {

/// Listens to a session and knows what holds for every one of them, whatever the dialogue is about: one well-formed
/// reply a command, in order; claims about messages that fit together; nothing after QUIT. Throws std::logic_error that
/// says what was wrong.
class Witness {
 public:
  void said(std::string_view octets);  ///< By the client.
  void heard(std::string_view line);   ///< From the server, without CRLF.
  void encrypted();                    ///< The handshake is done.

  /// The end. A server that has closed, or is busy, owes nothing more.
  void finish(bool is_closed, bool is_busy) const;

  bool is_in_exchange() const { return in_exchange_; }  ///< Of AUTH: the next line is a response.
  bool is_logged_in() const { return logged_in_; }
  bool is_leaving() const { return leaving_; }                        ///< QUIT was answered +OK.
  std::size_t retrieved() const { return retrieved_; }                ///< RETR and TOP answered in full.
  std::set<std::size_t> numbers() const { return claims_.listed(); }  ///< Messages the last LIST showed.

  /// What must be removed by now, by POP3's numbers; nothing where it cannot be known: QUIT waits for its answer.
  std::optional<std::set<std::size_t>> must_be_removed() const;

 private:
  struct Command {
    std::string line, verb;
    std::vector<std::string> arguments;
    bool ends_in_lines() const;
    std::size_t number() const;  // the first argument; 0 where it is none
  };
  static Command parse(const std::string& line);

  void heard_greeting(std::string_view line);
  void heard_status(std::string_view line);
  void heard_line_of_body(std::string_view line);
  void accepted(const Command& command, std::string_view text);
  void accepted_lines(const Command& command);
  void saw_capabilities() const;

  std::string pending_;              // of a client's line that has not ended
  std::deque<std::string> waiting_;  // lines of the client that have no reply yet
  bool greeted_ = false;
  bool in_exchange_ = false;
  std::string mechanism_line_;      // the AUTH command of the exchange
  std::optional<Command> listing_;  // the command whose lines are coming
  std::string status_;              // what stands behind its +OK
  std::vector<std::string> lines_;  // unstuffed
  bool handshaking_ = false;
  bool is_encrypted_ = false;
  bool logged_in_ = false;
  bool leaving_ = false;
  std::size_t retrieved_ = 0;
  Claims claims_;
};

}  // namespace n3::transcripts
