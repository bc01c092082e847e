// Invariant: what a session writes, asks and removes depends on what the client sends and on what it is answered, not
// on how the stream is cut, how much can be written at once, or when the answers come. Every reply is one that a client
// can read (session_replies.cpp). Nothing is removed but what DELE was told +OK for, and only after a whole QUIT. No
// more than a certain number of octets wait to be written. Every line is answered once. A session that is closed stays
// closed.
//
// Script: the step after which the client is lost in the last play, the service and channel, then an answer for each
// question (session_world.cpp). The rest is what the client sends; "<TLS>" is where it shakes hands, if STLS was taken.

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include <n3/pop3/session.hpp>

#include "base/ascii.hpp"
#include "input.hpp"
#include "session_replies.hpp"
#include "session_world.hpp"

namespace {

using namespace n3;
using namespace n3::pop3;
using fuzz::require;

constexpr std::size_t most_output = 65 * 1024;     // that waits at a time
constexpr std::size_t enough_output = 256 * 1024;  // of a play: the rest would only cost time
constexpr std::string_view handshake = "<TLS>";

/// When questions are answered.
enum class Answers {
  at_once,
  while_writing,  // or else in idle
  in_idle,        // after reading on, as far as there is room
};

/// How a session is played: the result must be the same.
struct Manner {
  std::size_t read_at_once;
  std::size_t write_at_once;
  Answers answers = Answers::at_once;
  std::size_t lost_after = 0;  // so many steps; 0: never
};

/// What the client has to say: flights with a TLS handshake between them.
class Client {
 public:
  explicit Client(std::string_view stream) : stream_(stream) { shake_hands(); }

  std::string_view take(std::size_t octets) {
    const std::string_view bytes = flight_.substr(0, octets);
    flight_.remove_prefix(bytes.size());
    said_ += bytes;
    return bytes;
  }

  /// What was not said before belongs to nobody.
  void shake_hands() {
    flight_ = stream_.substr(0, stream_.find(handshake));
    stream_.remove_prefix(std::min(flight_.size() + handshake.size(), stream_.size()));
    said_ = "\r\n";
    ++flights_;
  }

  bool has_more() const { return !flight_.empty(); }
  bool has_shaken_hands() const { return flights_ > 1; }

  /// In this flight, whole ones.
  std::size_t lines_said() const {
    std::size_t count = 0;
    for (auto end = said_.find("\r\n", 2); end != said_.npos; end = said_.find("\r\n", end + 2)) ++count;
    return count;
  }
  bool has_said_quit() const { return ascii::uppercase(said_).find("\r\nQUIT\r\n") != std::string::npos; }

 private:
  std::string_view stream_;
  std::string_view flight_;
  std::string said_;  // in this flight, after what is no line of it
  int flights_ = 0;
};

struct Result {
  std::string output;
  std::vector<std::size_t> removed;
  std::vector<std::size_t> shown;  // the listing's indexes, by message number
  SessionSummary summary;
  bool complete = false;      // not cut short by the play itself
  bool shaken_hands = false;  // what was said before that may have been dropped
  std::size_t lines_said = 0;
};

class Play {
 public:
  Play(const fuzz::Input& input, Manner manner)
      : world_(input.script),
        client_(input.bytes),
        manner_(manner),
        session_(world_.service(), world_.channel(), now_) {}

  Result run() {
    for (std::size_t steps = 1; take_step(); ++steps) {
      if (steps == manner_.lost_after) lose();
      if (output_.size() > enough_output) lose();
    }
    const SessionSummary summary = session_.summary();
    check_that_it_stays_closed();
    return {std::move(output_),         world_.removed(),    world_.shown(), summary, !lost_,
            client_.has_shaken_hands(), client_.lines_said()};
  }

 private:
  void lose() {
    lost_ = true;
    session_.disconnected("connection lost");
  }

  bool take_step() {
    const Step step = session_.next(now_);
    require(!lost_ || step.kind == Step::Kind::ask || step.kind == Step::Kind::idle || step.kind == Step::Kind::close,
            "nothing is read or written where nobody is left");
    switch (step.kind) {
      case Step::Kind::read: read(step); break;
      case Step::Kind::write: write(step); break;
      case Step::Kind::ask: ask(*step.question); break;
      case Step::Kind::idle: idle(step); break;
      case Step::Kind::pause: pause(step); break;
      case Step::Kind::start_tls: start_tls(); break;
      case Step::Kind::close: return false;
    }
    return true;
  }

  void read(const Step& step) {
    require(step.room > 0, "who is to read has room");
    require(step.deadline > now_, "who is to read has time");
    if (!client_.has_more()) return session_.disconnected("disconnected");
    session_.received(client_.take(std::min(step.room, manner_.read_at_once)));
  }

  void write(const Step& step) {
    require(!step.bytes.empty(), "there is something to write");
    require(step.bytes.size() <= most_output, "little waits to be written");
    const std::string_view bytes = step.bytes.substr(0, manner_.write_at_once);
    output_ += bytes;
    if (manner_.answers == Answers::while_writing && world_.has_to_answer() && !world_.lets_it_hang()) {
      world_.answer(session_);
      require(output_.ends_with(bytes), "what is being written stays as it is");
    }
    session_.sent(bytes.size());
  }

  void ask(const Question& question) {
    const bool removes = std::holds_alternative<RemoveMessages>(question);
    require(!removes || client_.has_said_quit(), "nothing is removed without a whole QUIT");
    world_.ask(question);
    if (manner_.answers == Answers::at_once && !world_.lets_it_hang()) world_.answer(session_);
  }

  void idle(const Step& step) {
    require(world_.has_to_answer(), "who is idle has asked");
    if (!read_a_little(step)) world_.answer(session_);
  }

  void pause(const Step& step) {
    if (!read_a_little(step)) now_ = std::max(now_ + std::chrono::milliseconds(1), step.deadline);
  }

  bool read_a_little(const Step& step) {
    if (manner_.answers != Answers::in_idle || step.room == 0 || !client_.has_more()) return false;
    session_.received(client_.take(std::min(step.room, manner_.read_at_once)));
    return true;
  }

  void start_tls() {
    client_.shake_hands();
    session_.encrypted("TLSv1.3 TLS_AES_128_GCM_SHA256");
  }

  void check_that_it_stays_closed() {
    session_.received("USER andris\r\nPASS 12345\r\n");
    session_.encrypted("TLSv1.3");
    session_.answered(Verdict::granted("andris"));
    session_.failed(Error::temporary("late"));
    session_.timed_out();
    session_.stop();
    require(session_.next(now_).kind == Step::Kind::close, "who is closed stays closed");
  }

  Time now_{};
  fuzz::World world_;
  Client client_;
  Manner manner_;
  Session session_;
  std::string output_;
  bool lost_ = false;
};

// ---- What must be true of a play, and of two ----

void check(const Result& result) {
  const bool broke_off = result.summary.end.starts_with("a message ");
  const fuzz::Replies replies(result.output, result.complete && !broke_off);
  require(result.summary.removed == result.removed.size(), "the summary says how many were removed");
  if (!result.complete || broke_off) return;

  std::vector<std::size_t> deleted;
  for (const std::size_t number : replies.deleted()) deleted.push_back(result.shown.at(number - 1));
  require(result.removed.empty() || result.removed == deleted, "what is removed is what was deleted");
  require(result.summary.octets_out == result.output.size(), "the summary counts what was written");
  if (result.summary.end == "disconnected" && !result.shaken_hands)
    require(replies.count() == 1 + result.lines_said, "there is a greeting, and every line is answered once");
}

void check_same(const Result& one, const Result& other) {
  const std::size_t octets = std::min({one.output.size(), other.output.size(), enough_output});
  require(one.output.compare(0, octets, other.output, 0, octets) == 0, "all manners give the same output");
  if (!one.complete || !other.complete) return;
  require(one.output.size() == other.output.size(), "all manners give the whole output");
  require(one.removed == other.removed, "all manners remove the same");
  require(one.summary.end == other.summary.end, "all manners end alike");
  require(one.summary.account == other.summary.account, "all manners open the same maildrop");
  require(one.summary.retrieved == other.summary.retrieved, "all manners retrieve the same");
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  fuzz::Input input(data, size);
  const std::size_t lost_after = 1 + input.script.next();
  const std::size_t much = std::size_t{1} << 20;
  const auto play = [&](Manner manner) {
    const Result result = Play(input, manner).run();
    check(result);
    return result;
  };

  const Result at_once = play({.read_at_once = much, .write_at_once = much});
  check_same(at_once, play({.read_at_once = 1, .write_at_once = 1000, .answers = Answers::in_idle}));
  check_same(at_once, play({.read_at_once = 7, .write_at_once = 9973, .answers = Answers::while_writing}));
  check_same(at_once, play({.read_at_once = 500, .write_at_once = much, .answers = Answers::in_idle}));
  const auto answers = static_cast<Answers>(lost_after % 3);
  play({.read_at_once = 5, .write_at_once = 200, .answers = answers, .lost_after = lost_after});
  return 0;
}
