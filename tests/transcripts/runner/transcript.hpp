#pragma once

#include <chrono>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <stdexcept>
#include <string>
#include <variant>
#include <vector>

#include <n3/error.hpp>
#include <n3/policy.hpp>

#include "text.hpp"

namespace n3::transcripts {

/// A mistake in a dialogue file, or a server that does not do what the dialogue says. Carries "file:line: ".
struct Failure : std::runtime_error {
  using std::runtime_error::runtime_error;
};

/// A message of the scripted maildrop, and what is wrong with it.
struct ScriptedMessage {
  std::string uid;
  std::string bytes;                        ///< As the maildrop gives them.
  std::optional<std::uint64_t> claimed{};   ///< The size it says it has, where that is a lie.
  std::size_t chunk = 0;                    ///< Given in chunks of so many octets; 0: as a view.
  std::optional<std::size_t> breaks_off{};  ///< A chunk fails after so many octets.
  bool hidden = false;                      ///< This account has deleted it before.
  std::optional<Error> error{};             ///< It cannot be opened.
};

struct ScriptedAccount {
  std::string user;
  std::string password;
  std::string account;  ///< Whose maildrop it opens.
};

/// How the client reaches the server.
struct Way {
  enum class Kind { any, plaintext, starttls, tls } kind = Kind::any;  ///< any: the dialogue is the same on all.
  bool plaintext_login = true;
  bool handshake_to_come = false;  ///< Of tls: it is in the dialogue, "! tls". Else it is done before.
};

/// What a dialogue says the world is like.
struct Setting {
  std::vector<ScriptedMessage> messages;
  std::vector<ScriptedAccount> accounts;
  bool has_secrets = true;
  std::optional<Error> accounts_error;  ///< Nobody can be asked who may log in.
  std::optional<Error> maildrop_error;  ///< Nobody's maildrop can be opened.
  std::optional<Error> removal_error;   ///< Nothing can be removed.
  std::optional<std::chrono::days> kept_for{};
  bool maildrop_held = false;           ///< By another session, exclusively.
  std::vector<std::string> mechanisms;  ///< Empty: all that come with N3.
  Way way;
  Policy policy;
  bool any_server = false;   ///< Holds for every server that keeps to the RFCs.
  std::string not_over_tcp;  ///< Why it cannot be played to a real server; empty: it can.
};

/// One of the six questions, as dialogues call them.
enum class QuestionKind { check, secret, maildrop, message, chunk, removal };
std::string_view name(QuestionKind kind);
std::optional<QuestionKind> question_kind(std::string_view name);

// ---- The ! lines ----

struct ClockMoves {
  std::chrono::milliseconds by;
};
struct Handshake {
  bool succeeds = true;
};
struct ClientGoes {};
struct ClientReads {
  bool on = true;  // false: it stops reading
};
struct NextQuestion {
  QuestionKind kind;
  std::optional<Error> error;  // nothing: it hangs
};
struct LateAnswer {};
struct ServerStops {};

using Event = std::variant<ClockMoves, Handshake, ClientGoes, ClientReads, NextQuestion, LateAnswer, ServerStops>;

/// True for what a client can do by itself, without the clock and the maildrop in hand.
bool is_possible_over_tcp(const Event& event);

// ---- The = lines ----

struct Effect {
  enum class Kind { removed, retrieved, listed, closed, open, silence, end, user, account, mechanism, asked } kind;
  std::vector<std::size_t> numbers{};  // removed: which messages of the file, from 1; retrieved, listed: how many
  std::string text{};                  // the others
};

/// A line of the dialogue.
struct Line {
  enum class Kind {
    client,          ///< "C: " a line, CRLF is added
    client_part,     ///< "C+ " octets
    server,          ///< "S: " a line
    server_message,  ///< "S: {message 1}" what RETR sends of message 1
    server_lines,    ///< "S: {lines}" any number of lines
    event,
    effect,
  };

  Kind kind;
  unsigned number;     // in the file
  std::string source;  // as it stands there
  Text text{};
  std::size_t message = 0;
  std::optional<Event> event{};
  std::optional<Effect> effect{};

  bool is_client() const { return kind == Kind::client || kind == Kind::client_part; }
  bool is_server() const { return kind == Kind::server || kind == Kind::server_message || kind == Kind::server_lines; }
};

/// "S: + ...": what the client says next is a response.
inline bool is_challenge(const Line& line) {
  return line.source.starts_with("S: +") && !line.source.starts_with("S: +OK");
}

struct Transcript {
  std::string file;
  std::string prose;
  Setting setting;
  std::vector<Line> lines;

  /// "dele/dele-then-rset.pop3:12: " before a complaint.
  std::string at(unsigned line) const { return file + ":" + std::to_string(line) + ": "; }
};

/// Throws Failure where the file is not what README.md describes.
Transcript read_transcript(const std::string& file);
Transcript parse_transcript(std::string file, std::string_view contents);

}  // namespace n3::transcripts
