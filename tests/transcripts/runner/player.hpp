#pragma once

#include <cstddef>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "peer.hpp"
#include "transcript.hpp"
#include "witness.hpp"
#include "world.hpp"

namespace n3::transcripts {

/// Plays the lines of a dialogue to a server, and takes down what both say.
class Player {
 public:
  /// `how` names the replay in complaints. Without a world, effects that only a maildrop shows are not looked at.
  Player(const Transcript& transcript, std::string how, Peer& peer, const World* world);

  /// Strictly: the server says these lines and no others. Throws Failure.
  void play(std::span<const Line> lines);

  /// What the client says, to a server that may say anything: only the witness listens. Throws Failure.
  void play_warily(std::span<const Line> lines);

  /// Everything that can be asked of a maildrop, whose answers the witness compares. Only where somebody is logged in
  /// and the server waits for commands.
  void take_census();

  /// The witness's last word, and the removal that has to be. Throws Failure.
  void finish();

  const Witness& witness() const { return witness_; }
  const Variables& variables() const { return variables_; }

 private:
  void play_next(std::span<const Line>& lines);
  void play_one(const Line& line);
  std::string take_packet(std::span<const Line>& lines);
  std::string take_known_packet(std::span<const Line>& lines, bool answers_challenge);
  std::string said_by(const Line& line);
  void send(const std::string& packet);
  std::optional<std::string> hear();
  void hear_all(std::span<const Line> expected);
  void expect(const Line& line);
  void expect_line(const Line& line);
  void skip_lines(std::span<const Line>& lines);
  void require_nothing_unread(const Line& line);
  void happen(const Event& event, const Line& line);
  void note_handshake(const Event& event);
  void ask(const std::string& command);
  [[noreturn]] void fail(unsigned line, const std::string& complaint) const;

  const Transcript& transcript_;
  std::string how_;
  Peer& peer_;
  const World* world_;
  Witness witness_;
  Variables variables_;
  std::string record_;
  unsigned current_ = 0;  // line of the file
};

}  // namespace n3::transcripts
