#pragma once

#include <chrono>
#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

#include <n3/accounts.hpp>
#include <n3/log.hpp>
#include <n3/maildrop.hpp>
#include <n3/policy.hpp>
#include <n3/sasl.hpp>

/// The POP3 protocol without sockets, clocks, threads or files, for people with an event loop of their own. Everybody
/// else uses n3::Server.
namespace n3::pop3 {

using Clock = std::chrono::steady_clock;
using Time = Clock::time_point;

/// What all sessions of a server share. Immutable: a server that changes makes another; a session keeps the one it
/// began with.
struct Service {
  std::string host = "n3.invalid";    ///< In the greeting and the stamps; has a dot.
  std::string implementation = "N3";  ///< CAPA's IMPLEMENTATION.
  Policy policy{};
  std::vector<sasl::Mechanism> mechanisms{};  ///< What AUTH offers, in this order.
  bool user = true;                           ///< Whether USER and PASS are offered.
  bool apop = false;                          ///< Whether APOP is: the accounts must have secrets.
  std::function<std::uint64_t()> random{};    ///< Unguessable numbers, from any thread. Empty: the system's.
  Log log{};                                  ///< Failed logins and the like; may be empty.
};

/// What a session knows of its connection.
struct Channel {
  std::uint64_t id = 0;         ///< The session's number, for the log.
  std::string peer{};           ///< For the log: "192.0.2.7:40112".
  std::string tls{};            ///< "TLSv1.3 ..." where TLS is up already; empty: plaintext.
  bool implicit_tls = false;    ///< Shake hands first: the session begins with start_tls. RFC 8314.
  bool starttls = false;        ///< STLS can be had.
  bool plaintext_login = true;  ///< Logins are welcome without TLS.
};

// ---- The six questions. Everything else a session answers by itself. ----

/// Is this credential right? Answer with a Verdict.
struct CheckCredential {
  Credential credential{};
};
/// What is this user's secret? Answer with an optional Secret.
struct FindSecret {
  std::string user{};
};
/// Somebody has logged in: open the maildrop, take its locks and list it. Answer with a Snapshot.
struct OpenMaildrop {
  Login login{};
};
/// Open the message at this index of the listing. Answer with a Body: a view, or chunks.
struct OpenMessage {
  std::size_t index;
};
/// What is the next piece? Answer with a string_view that lasts until the next question; empty at the end.
struct NextChunk {
  std::shared_ptr<ChunkSource> source{};
};
/// QUIT: remove these, ascending. Answer with Done.
struct RemoveMessages {
  std::vector<std::size_t> indexes{};
};

using Question = std::variant<CheckCredential, FindSecret, OpenMaildrop, OpenMessage, NextChunk, RemoveMessages>;

/// What a session wants done next.
struct Step {
  enum class Kind {
    read,       ///< Read from the client; call received().
    write,      ///< Write `bytes`; call sent() with as many as went out.
    ask,        ///< Answer `question`: call answered() or failed(), now or later. Asked once; then comes idle.
    start_tls,  ///< Shake hands as a TLS server; call encrypted(). Bytes read before belong to nobody.
    pause,      ///< Nothing until the deadline; then call next() again.
    idle,       ///< A question is out: nothing until it is answered.
    close,      ///< It is over.
  };

  Kind kind;
  Time deadline{};                     ///< When to give up and call timed_out(); in pause: when to go on with next().
  std::string_view bytes{};            ///< To be written; valid until sent().
  const Question* question = nullptr;  ///< Valid until it is answered.
  std::size_t room = 0;                ///< In read, pause and idle: read at most so much; 0: do not read now.
};

/// One client's session: a state machine that eats bytes, emits bytes and asks six questions. RFC 1939, RFC 2449, RFC
/// 2595, RFC 3206, RFC 5034.
///
///     Session session(service, channel, now);
///     for (;;) {
///       Step step = session.next(Clock::now());
///       switch (step.kind) {
///         case Step::Kind::read:  session.received(read_some(step.room, step.deadline)); break;
///         case Step::Kind::write: session.sent(write_some(step.bytes)); break;
///         ...
///         case Step::Kind::close: return;
///       }
///     }
///
/// One thread at a time. next() may be called as often as one likes and says the same thing until something happened,
/// but for ask, which it says once. Nothing is removed before a whole QUIT has been read, and nothing throws but
/// allocation.
class Session {
 public:
  Session(std::shared_ptr<const Service> service, Channel channel, Time now);
  Session(Session&&) noexcept;
  ~Session();

  Step next(Time now);

  void received(std::string_view bytes);  ///< From the client; may be cut anywhere.
  void sent(std::size_t octets);          ///< Of Step::bytes.
  void encrypted(std::string tls);        ///< TLS is up; says how: "TLSv1.3 TLS_AES_128_GCM_SHA256".
  void input_ended();                     ///< The client says nothing more, but may still read: FIN, close_notify.
  void disconnected(std::string why);     ///< The client has gone, or the connection has failed.
  void timed_out();                       ///< The last step's deadline has passed.
  void stop();                            ///< End soon: at once where nobody has logged in.

  void answered(Verdict verdict);
  void answered(std::optional<Secret> secret);
  void answered(Snapshot snapshot);
  void answered(Body body);
  void answered(std::string_view chunk);
  void answered(Done done);
  void failed(const Error& error);  ///< Whatever the question was.

  /// What has happened so far. At Step::close it is complete, but for lasted: a session owns no clock.
  const SessionSummary& summary() const;

  struct Impl;  ///< Not for users; in src/pop3.

 private:
  std::unique_ptr<Impl> impl_;
};

}  // namespace n3::pop3
