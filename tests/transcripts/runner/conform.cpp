#include <csignal>
#include <iostream>
#include <stdexcept>
#include <string>
#include <string_view>
#include <vector>

#include "player.hpp"
#include "tcp_peer.hpp"

// Plays the dialogues that hold for any POP3 server to one of them. See script/conform.
namespace n3::transcripts {
namespace {

struct Options {
  std::string address;
  ScriptedAccount account{"andris", "12345", ""};
  TcpPeer::Channel channel = TcpPeer::Channel::plaintext;
  std::vector<std::string> files;
};

Options parse(std::vector<std::string> arguments) {
  Options options;
  for (std::size_t i = 0; i < arguments.size(); ++i) {
    const std::string& argument = arguments[i];
    const bool takes_value = argument == "--user" || argument == "--password";
    if (takes_value && i + 1 == arguments.size()) throw std::invalid_argument(argument + " needs a value");
    if (argument == "--user")
      options.account.user = arguments[++i];
    else if (argument == "--password")
      options.account.password = arguments[++i];
    else if (argument == "--tls")
      options.channel = TcpPeer::Channel::tls;
    else if (argument == "--stls")
      options.channel = TcpPeer::Channel::stls;
    else if (options.address.empty())
      options.address = argument;
    else
      options.files.push_back(argument);
  }
  if (options.address.empty()) throw std::invalid_argument("which server? Expected HOST:PORT");
  return options;
}

// What went wrong; empty where nothing did.
std::string play(Transcript transcript, const Options& options) {
  transcript.setting.accounts = {options.account};
  try {
    TcpPeer peer(options.address, options.channel);
    Player player(transcript, options.address, peer, nullptr);
    player.play(transcript.lines);
    player.finish();
    return {};
  } catch (const std::exception& failure) {
    return failure.what();
  }
}

int run(const Options& options) {
  unsigned played = 0, failed = 0;
  for (const std::string& file : options.files) {
    const Transcript transcript = read_transcript(file);
    if (!transcript.setting.any_server) continue;
    ++played;
    const std::string failure = play(transcript, options);
    if (!failure.empty()) ++failed;
    std::cout << (failure.empty() ? "ok      " : "FAILED  ") << file << '\n';
    if (!failure.empty()) std::cout << failure << '\n';
  }
  std::cout << played << " dialogues, " << failed << " failed\n";
  return failed == 0 && played > 0 ? 0 : 1;
}

}  // namespace
}  // namespace n3::transcripts

int main(int count, char** arguments) {
  std::signal(SIGPIPE, SIG_IGN);
  try {
    return n3::transcripts::run(n3::transcripts::parse({arguments + 1, arguments + count}));
  } catch (const std::exception& failure) {
    std::cerr << failure.what() << '\n';
    return 2;
  }
}
