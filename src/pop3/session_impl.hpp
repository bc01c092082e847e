#pragma once

#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <variant>

#include <n3/pop3/session.hpp>

#include "pop3/command.hpp"
#include "pop3/encoder.hpp"
#include "pop3/line_buffer.hpp"
#include "pop3/maildrop_view.hpp"

namespace n3::pop3 {

/// So much output is sent before more is made: what a session's memory is bounded by, whatever it sends.
inline constexpr std::size_t output_full = 64 * 1024;

/// RFC 1939 section 3. UPDATE has no commands: it is the activity Removing.
enum class State : unsigned char { authorization = 1, transaction = 2 };

// ---- What a session may be busy with between two commands: one thing at a time ----

/// A login under way: USER and PASS, APOP or AUTH.
struct Authenticating {
  sasl::Exchange exchange{};
  std::string mechanism;
  sasl::Encoding encoding = sasl::Encoding::base64;
  bool waits_for_response = false;
  std::string user{};     // whom the accounts were asked about last,
  std::string account{};  // and who that is,
  std::string reason{};   // or why not
};

/// A failed login that is answered at `until`.
struct Delaying {
  Time until;
  std::string reply;
};

/// A login that succeeded and waits for its maildrop.
struct Opening {};

/// RETR or TOP, from the command to the final dot.
struct SendingMessage {
  std::size_t number = 0;
  bool whole = true;  // RETR
  Encoder encoder{};
  std::shared_ptr<ChunkSource> chunks{};
  std::string_view piece{};             // what is still to be encoded
  std::shared_ptr<const void> owner{};  // of the piece, where it is a view
};

/// LIST or UIDL of everything.
struct SendingListing {
  enum class Kind { list, uidl } kind;
  std::size_t next = 1;
};

/// STLS, from its reply to the end of the handshake.
struct Encrypting {};

/// QUIT: RFC 1939's UPDATE state.
struct Removing {
  std::size_t count = 0;
};

/// Nothing more is read or done; what is written goes out.
struct Ending {};

using Activity = std::variant<std::monostate, Authenticating, Delaying, Opening, SendingMessage, SendingListing,
                              Encrypting, Removing, Ending>;

struct Verb;

/// The session's insides, in the files named below.
struct Session::Impl {
  Impl(std::shared_ptr<const Service> service, Channel channel, Time now);

  // session.cpp: the entrance, and what all commands share
  Step next(Time time);
  void greet();
  Step advance_to_step();
  Step proceed();
  Time patience() const;
  Step idle(Step::Kind kind, Time until) const;
  bool work();
  void run(LineBuffer::Line line);
  void run(const Verb& verb, const Command& command);
  void ok(std::string_view text);
  void err(std::string_view text);
  void bad_command(std::string_view text);
  void ask(Question question);
  void failed(const Error& error);
  void end(std::string_view why);
  void forget_who();
  void report(Event::Level level, std::string_view text) const;  // what comes from outside is escaped already
  std::optional<std::size_t> existing_message(std::string_view text);

  // authorization.cpp
  void user(const Command& command);
  void pass(const Command& command);
  void apop(const Command& command);
  void auth(const Command& command);
  void stls(const Command& command);
  bool may_log_in();
  template <class Start>
  void authenticate(Authenticating login, Start start);
  void respond(LineBuffer::Line line);
  void list_mechanisms();
  template <class Advance>
  void advance(Advance advance);
  void act_on(const sasl::Step& step);
  bool claims_to_be(const std::string& user);
  void grant(const std::string& user);
  void deny(std::string_view text);
  void answered(Verdict verdict);
  void answered(std::optional<Secret> secret);
  void answered(Snapshot snapshot);
  std::string stamp(std::string_view kind) const;
  bool offers_apop() const;

  // capabilities.cpp
  void capa(const Command& command);

  // transaction.cpp
  void stat(const Command& command);
  void list(const Command& command);
  void uidl(const Command& command);
  void list_one(SendingListing::Kind kind, std::string_view argument);
  void dele(const Command& command);
  void rset(const Command& command);
  void noop(const Command& command);
  void quit(const Command& command);
  void answered(Done done);

  // sending.cpp
  void retr(const Command& command);
  void top(const Command& command);
  void answered(Body body);
  void answered(std::string_view chunk);
  void produce(SendingMessage& sending);
  void produce(SendingListing& sending);
  void finish(SendingMessage& sending);
  void abandon(std::string_view why);

  bool is_free() const { return std::holds_alternative<std::monostate>(activity); }  // for the next command
  template <class Asked>
  bool asks() const {
    return question && std::holds_alternative<Asked>(*question);
  }
  template <class Asked>
  bool was_asked() {  // takes the question back where it was of this kind
    const bool same = asks<Asked>();
    if (same) question.reset();
    return same;
  }

  std::shared_ptr<const Service> service;
  bool starttls;
  bool plaintext_login;

  Time now;
  Time login_deadline;
  Time active;  // the last command, or the last progress in writing
  Time question_deadline{};

  State state = State::authorization;
  bool encrypted;
  bool greeted = false;
  bool asked = false;  // the question has been handed out
  Step::Kind waits_in = Step::Kind::read;
  bool input_over = false;  // the client says nothing more
  bool gone = false;        // the client; only a removal is still waited for
  unsigned bad_commands = 0;
  unsigned failed_logins = 0;

  std::string greeting_stamp;  // empty: no APOP
  std::string user_name;       // from USER, waiting for PASS

  LineBuffer lines;
  std::string out;       // what commands and answers write,
  std::string leaving;   // and what is being sent meanwhile: it stays where it is until it has been
  std::size_t left = 0;  // of `leaving`, what went out already
  Activity activity;
  std::optional<Question> question;
  MaildropView maildrop;
  SessionSummary summary;
};

/// An entry of the table of commands: session.cpp has it.
struct Verb {
  std::string_view keyword;
  unsigned states;  // of State
  enum class Argument { none, optional, required } argument;
  void (Session::Impl::*run)(const Command&);
  std::string_view expects;  // for the reply to a malformed command
};

}  // namespace n3::pop3
