#include "replays.hpp"

#include <algorithm>
#include <array>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <utility>
#include <vector>

#include "player.hpp"
#include "session_peer.hpp"
#include "world.hpp"

namespace n3::transcripts {
namespace {

using Lines = std::vector<Line>;

class Replay {
 public:
  Replay(const Transcript& transcript, const std::string& how, Manner manner = {})
      : transcript_(transcript),
        world_(std::make_shared<World>(transcript.setting)),
        peer_(world_, std::move(manner)),
        player_(transcript, how, peer_, world_.get()) {}

  std::size_t play(const Lines& lines) {
    player_.play(lines);
    finish();
    if (peer_.has_plans()) complain("a \"the next ...\" never came");
    return peer_.questions();
  }

  void play_with_census(const Lines& lines) {
    player_.play(lines);
    player_.take_census();
    finish();
  }

  void play_warily(const Lines& lines) {
    player_.play_warily(lines);
    player_.take_census();
    finish();
  }

 private:
  void finish() {
    player_.finish();
    const SessionSummary& summary = *peer_.summary();
    if (summary.octets_out != peer_.octets_out()) complain("the summary has other octets than were sent");
    if (peer_.is_closed() && summary.end.empty()) complain("the summary does not say why the session ended");
    if (peer_.is_closed() && summary.retrieved != player_.witness().retrieved())
      complain("the summary counts other messages than were retrieved");
  }

  [[noreturn]] void complain(const std::string& what) const {
    throw Failure(transcript_.at(transcript_.lines.back().number) + what);
  }

  const Transcript& transcript_;
  std::shared_ptr<World> world_;
  SessionPeer peer_;
  Player player_;
};

// ---- All at once ----

bool can_be_said_at_once(const Transcript& transcript) {
  const Variables known{{"user", ""}, {"password", ""}};
  return std::ranges::any_of(transcript.lines, &Line::is_client) &&
         std::ranges::none_of(transcript.lines, [&](const Line& line) {
           const bool needs_answers =
               line.is_client() && (!line.text.is_known(known) || line.source.starts_with("C: STLS"));
           return line.event || needs_answers || is_challenge(line);
         });
}

// The greeting, what the client says, what the server says, and the effects at the end.
Lines said_at_once(const Lines& lines) {
  const auto first = std::ranges::find_if(lines, &Line::is_client);
  const auto is_effect = [](const Line& line) { return line.effect.has_value(); };
  const auto last = std::find_if_not(lines.rbegin(), lines.rend(), is_effect).base();
  Lines result(lines.begin(), first);
  std::copy_if(first, last, std::back_inserter(result), [](const Line& line) { return line.is_client(); });
  std::copy_if(first, last, std::back_inserter(result), [](const Line& line) { return line.is_server(); });
  result.insert(result.end(), last, lines.end());
  return result;
}

// ---- The census ----

// Up to QUIT; nothing where QUIT comes in one packet with other commands.
std::optional<Lines> without_quit(const Lines& lines) {
  const auto quit = std::ranges::find(lines, "C: QUIT", &Line::source);
  if (quit != lines.end() && quit != lines.begin() && std::prev(quit)->is_client()) return std::nullopt;
  return Lines(lines.begin(), quit);
}

// ---- Doubt ----

// The same line, expecting something else; nothing for lines that expect nothing.
std::optional<Line> doubted(Line line) {
  if (line.kind == Line::Kind::server || line.kind == Line::Kind::server_message) {
    line.kind = Line::Kind::server;
    line.text = Text("\\x01 nobody says this");
    return line;
  }
  if (!line.effect) return std::nullopt;
  using Kind = Effect::Kind;
  switch (line.effect->kind) {
    case Kind::closed: line.effect->kind = Kind::open; break;
    case Kind::open:
    case Kind::silence: line.effect->kind = Kind::closed; break;
    case Kind::removed: line.effect->numbers.push_back(9999); break;
    case Kind::retrieved:
    case Kind::listed: ++line.effect->numbers.at(0); break;
    default: line.effect->text += " or not"; break;
  }
  return line;
}

void doubt(const Transcript& transcript, std::size_t index) {
  Lines lines = transcript.lines;
  const auto other = doubted(lines[index]);
  if (!other) return;
  lines[index] = *other;
  try {
    Replay(transcript, "in doubt").play(lines);
  } catch (const Failure& failure) {
    if (std::string_view(failure.what()).starts_with(transcript.at(other->number))) return;
    throw Failure(transcript.at(other->number) +
                  "the replay that doubts this line failed elsewhere: " + failure.what());
  }
  throw Failure(transcript.at(other->number) + "this line is never looked at");
}

}  // namespace

unsigned replay_all(const Transcript& transcript) {
  const Lines& lines = transcript.lines;
  const std::vector<std::size_t> odd{1, 7, 3, 64, 2, 1000};
  unsigned replays = 0;
  const auto play = [&](const std::string& how, const Manner& manner, const Lines& what) {
    ++replays;
    return Replay(transcript, how, manner).play(what);
  };

  const std::size_t questions = play("as written", {}, lines);
  play("octet by octet", {.piece = 1}, lines);
  play("read in odd pieces", {.taken = odd}, lines);
  play("with late answers", {.answers_late = true}, lines);
  play("answered while it writes", {.taken = odd, .answers_while_writing = true}, lines);
  play("in pieces and late", {.piece = 3, .taken = odd, .answers_late = true}, lines);
  if (can_be_said_at_once(transcript)) {
    play("all at once", {}, said_at_once(lines));
    play("all at once, late", {.answers_late = true}, said_at_once(lines));
    play("all at once, answered while it writes", {.answers_while_writing = true}, said_at_once(lines));
  }
  if (const auto beginning = without_quit(lines)) {
    ++replays;
    Replay(transcript, "with a census").play_with_census(*beginning);
  }
  constexpr std::array faults{std::pair{Fault::Kind::temporary, " fails"}, std::pair{Fault::Kind::in_use, " is in use"},
                              std::pair{Fault::Kind::hangs, " hangs"}};
  for (std::size_t question = 0; question < questions; ++question)
    for (const auto& [kind, what] : faults) {
      ++replays;
      const std::string how = "question " + std::to_string(question + 1) + what;
      Replay(transcript, how, {.fault = Fault{kind, question}}).play_warily(lines);
    }
  for (std::size_t index = 0; index < lines.size(); ++index, ++replays) doubt(transcript, index);
  return replays;
}

}  // namespace n3::transcripts
