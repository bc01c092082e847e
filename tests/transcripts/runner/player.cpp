#include "player.hpp"

#include <algorithm>
#include <iterator>
#include <stdexcept>
#include <utility>

#include "effects.hpp"
#include "messages.hpp"

namespace n3::transcripts {
namespace {

std::string stuffed(const std::string& line) { return line.starts_with('.') ? '.' + line : line; }

std::string shortened(std::string_view text) {
  constexpr std::size_t enough = 200;
  if (text.size() <= enough) return printable(text);
  return printable(text.substr(0, enough)) + "... (" + std::to_string(text.size()) + " octets)";
}

}  // namespace

Player::Player(const Transcript& transcript, std::string how, Peer& peer, const World* world)
    : transcript_(transcript), how_(std::move(how)), peer_(peer), world_(world) {
  const ScriptedAccount& account = transcript.setting.accounts.front();
  variables_ = {{"user", account.user}, {"password", account.password}};
}

void Player::fail(unsigned line, const std::string& complaint) const {
  throw Failure(transcript_.at(line) + '(' + how_ + ") " + complaint + "\n  The dialogue so far:\n" + record_);
}

// ---- Strictly ----

void Player::play(std::span<const Line> lines) {
  try {
    while (!lines.empty()) play_next(lines);
  } catch (const std::logic_error& mistake) {
    fail(current_, mistake.what());
  }
  if (const std::string rest = peer_.unread(); !rest.empty())
    fail(current_, "more came than the dialogue has: \"" + shortened(rest) + "\"");
}

void Player::play_next(std::span<const Line>& lines) {
  const Line& line = lines.front();
  current_ = line.number;
  if (line.kind == Line::Kind::server_lines) {
    skip_lines(lines);
  } else if (line.is_client()) {
    require_nothing_unread(line);
    send(take_packet(lines));
  } else {
    play_one(line);
    lines = lines.subspan(1);
  }
}

void Player::play_one(const Line& line) {
  if (line.is_server()) return expect(line);
  require_nothing_unread(line);
  record_ += "    " + line.source + '\n';
  if (line.event) {
    happen(*line.event, line);
  } else if (const auto instead = contradiction(*line.effect, peer_, world_)) {
    fail(line.number, "\"" + line.source + "\" is not so: " + *instead);
  }
}

void Player::happen(const Event& event, const Line& line) {
  if (!peer_.happen(event)) fail(line.number, "\"" + line.source + "\" cannot happen now");
  note_handshake(event);
}

void Player::note_handshake(const Event& event) {
  const auto* handshake = std::get_if<Handshake>(&event);
  if (handshake && handshake->succeeds) witness_.encrypted();
}

std::string Player::take_packet(std::span<const Line>& lines) {
  std::string packet;
  for (; !lines.empty() && lines.front().is_client(); lines = lines.subspan(1)) {
    current_ = lines.front().number;
    packet += said_by(lines.front());
  }
  return packet;
}

std::string Player::said_by(const Line& line) {
  std::string octets = line.text.expand(variables_);
  record_ += "    " + line.source.substr(0, 2) + ' ' + shortened(octets) + '\n';
  if (line.kind == Line::Kind::client) octets += "\r\n";
  return octets;
}

void Player::send(const std::string& packet) {
  witness_.said(packet);
  peer_.send(packet);
}

std::optional<std::string> Player::hear() {
  auto line = peer_.next_line();
  if (!line) return std::nullopt;
  record_ += "    S: " + shortened(*line) + '\n';
  witness_.heard(*line);
  return line;
}

void Player::expect(const Line& line) {
  if (line.kind == Line::Kind::server) return expect_line(line);
  for (const std::string& expected : lines_on_the_wire(transcript_.setting.messages.at(line.message - 1).bytes)) {
    const auto came = hear();
    if (came && *came == stuffed(expected)) continue;
    fail(line.number, "expected of the message: \"" + shortened(stuffed(expected)) +
                          "\"\n  came: " + (came ? '"' + shortened(*came) + '"' : "nothing"));
  }
}

void Player::expect_line(const Line& line) {
  const auto came = hear();
  if (came && line.text.match(*came, variables_)) return;
  const std::string what = came                ? '"' + shortened(*came) + '"'
                           : peer_.is_closed() ? "nothing, it is closed"
                                               : "nothing";
  fail(line.number, "expected: " + line.source + "\n  came: " + what);
}

// {lines}: any number of them, up to the one that the dialogue has next.
void Player::skip_lines(std::span<const Line>& lines) {
  const bool has_end = lines.size() > 1 && lines[1].kind == Line::Kind::server;
  const Line& end = lines[has_end ? 1 : 0];
  lines = lines.subspan(has_end ? 2 : 1);
  while (const auto came = hear())
    if (has_end && end.text.match(*came, variables_)) return;
  if (has_end) fail(end.number, "\"" + end.source.substr(3) + "\" never came");
  peer_.unread();  // part of a line, perhaps
}

void Player::require_nothing_unread(const Line& line) {
  const std::string rest = peer_.unread();
  if (!rest.empty())
    fail(line.number,
         "before \"" + line.source + "\" came what the dialogue does not have: \"" + shortened(rest) + "\"");
}

// ---- Warily ----

void Player::play_warily(std::span<const Line> lines) {
  try {
    hear_all(lines);
    bool answers_challenge = false;
    while (!lines.empty() && !peer_.is_closed()) {
      const Line& line = lines.front();
      current_ = line.number;
      if (line.is_client()) {
        const auto packet = take_known_packet(lines, answers_challenge);
        if (!packet.empty()) send(packet);
        hear_all(lines);
        continue;
      }
      answers_challenge = is_challenge(line);
      lines = lines.subspan(1);
      if (line.event && peer_.happen(*line.event)) {
        note_handshake(*line.event);
        hear_all(lines);
      }
    }
  } catch (const std::logic_error& mistake) {
    fail(current_, mistake.what());
  }
}

// Without what cannot be said: a response where there was no challenge, a digest of a stamp that never came.
std::string Player::take_known_packet(std::span<const Line>& lines, bool answers_challenge) {
  std::string packet;
  for (; !lines.empty() && lines.front().is_client(); lines = lines.subspan(1)) {
    const Line& line = lines.front();
    const bool is_lost = answers_challenge && packet.empty() && !witness_.is_in_exchange();
    if (!is_lost && line.text.is_known(variables_)) packet += said_by(line);
  }
  return packet;
}

// Whatever comes; what the dialogue would capture of it is captured.
void Player::hear_all(std::span<const Line> expected) {
  while (const auto came = hear()) {
    if (expected.empty()) continue;
    if (expected.front().kind == Line::Kind::server) expected.front().text.match(*came, variables_);
    expected = expected.subspan(1);
  }
}

void Player::take_census() {
  try {
    if (peer_.is_busy()) peer_.happen(ClockMoves{std::chrono::seconds(30)});  // delays and questions end
    hear_all({});
    if (witness_.is_in_exchange()) ask("*");
    ask("CAPA");
    if (!witness_.is_logged_in()) return;
    for (const char* command : {"STAT", "LIST", "UIDL", "NOOP"}) ask(command);
    for (const std::size_t number : witness_.numbers()) {
      const std::string n = std::to_string(number);
      ask("LIST " + n);
      ask("UIDL " + n);
      ask("RETR " + n);
      ask("TOP " + n + " 0");
      ask("TOP " + n + " 2");
      ask("TOP " + n + " 99999999");
    }
    ask("STAT");
  } catch (const std::logic_error& mistake) {
    fail(current_, std::string("in the census: ") + mistake.what());
  }
}

void Player::ask(const std::string& command) {
  if (peer_.is_closed() || peer_.is_busy()) return;
  record_ += "    C: " + command + '\n';
  send(command + "\r\n");
  hear_all({});
  witness_.finish(peer_.is_closed(), peer_.is_busy());
}

// ---- The end ----

void Player::finish() {
  try {
    const bool is_closed = witness_.is_leaving() ? peer_.is_closed() : !peer_.is_open();
    witness_.finish(is_closed, peer_.is_busy());
  } catch (const std::logic_error& mistake) {
    fail(current_, mistake.what());
  }
  const auto expected = witness_.must_be_removed();
  if (!world_ || !expected) return;
  std::vector<std::size_t> removed;
  for (const std::size_t number : *expected) removed.push_back(world_->visible().at(number - 1));
  if (world_->removed() != removed)
    fail(current_, "what was removed is not what was deleted when QUIT was answered +OK");
}

}  // namespace n3::transcripts
