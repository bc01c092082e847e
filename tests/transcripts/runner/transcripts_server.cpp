#include <algorithm>
#include <csignal>
#include <iostream>
#include <utility>
#include <vector>

#include "player.hpp"
#include "scripted_server.hpp"
#include "tcp_peer.hpp"

// Plays dialogues to real servers on loopback, over TCP and TLS: transcripts_server FILE...
namespace n3::transcripts {
namespace {

using Channel = TcpPeer::Channel;

bool can_be_played(const Transcript& transcript) {
  return transcript.setting.not_over_tcp.empty() && std::ranges::all_of(transcript.lines, [](const Line& line) {
           return !line.event || is_possible_over_tcp(*line.event);
         });
}

std::vector<std::pair<Channel, std::string>> channels(const Way& way) {
  const std::pair plaintext{Channel::plaintext, "over TCP"}, tls{Channel::tls, "over TLS"},
      stls{Channel::stls, "after STLS"};
  switch (way.kind) {
    case Way::Kind::any: return {plaintext, tls, stls};
    case Way::Kind::tls: return {tls};
    default: return {plaintext};
  }
}

void play(const Transcript& transcript, ScriptedServer& server, Channel channel, const std::string& how) {
  const auto world = server.begin();
  const std::string& address = channel == Channel::tls ? server.tls_address() : server.plaintext_address();
  const bool shakes_hands_later = transcript.setting.way.handshake_to_come;
  TcpPeer peer(address, shakes_hands_later ? Channel::plaintext : channel,
               [&](const std::string& client) { return server.summary_of(client); });
  Player player(transcript, how, peer, world.get());
  player.play(transcript.lines);
  player.finish();
  peer.close();
  if (!peer.summary()) throw Failure(transcript.at(1) + '(' + how + ") the session never ended");
}

bool play_all(const char* file) {
  try {
    const Transcript transcript = read_transcript(file);
    if (!can_be_played(transcript))
      throw Failure(transcript.at(1) + "this dialogue needs a scripted clock or maildrop");
    ScriptedServer server(transcript.setting);
    for (const auto& [channel, how] : channels(transcript.setting.way)) play(transcript, server, channel, how);
    std::cout << file << ": played\n";
    return true;
  } catch (const std::exception& failure) {
    std::cerr << failure.what() << '\n';
    return false;
  }
}

}  // namespace
}  // namespace n3::transcripts

int main(int count, char** arguments) {
  std::signal(SIGPIPE, SIG_IGN);
  bool good = true;
  for (int i = 1; i < count; ++i) good = n3::transcripts::play_all(arguments[i]) && good;
  return good ? 0 : 1;
}
