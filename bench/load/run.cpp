#include "load/run.hpp"

#include <algorithm>
#include <stdexcept>
#include <utility>

namespace bench {
namespace {

// Parks a conversation until somebody resumes it.
struct Parked {
  std::vector<std::coroutine_handle<>>& where;

  bool await_ready() const { return false; }
  void await_suspend(std::coroutine_handle<> handle) { where.push_back(handle); }
  void await_resume() const {}
};

}  // namespace

Tally Run::go(std::size_t clients, std::size_t sessions, Clock::duration time) {
  tally_ = {};
  deadline_ = Clock::now() + time;
  sessions_left_ = sessions;
  busy_ = clients;
  for (std::size_t i = 0; i < clients; ++i) converse();
  while (busy_ > 0) poller_.turn();
  return std::move(tally_);
}

void Run::let_go() {
  for (const auto& handle : std::exchange(held_, {})) handle.resume();
}

bool Run::wants_more() {
  if (sessions_left_ == 0 || Clock::now() >= deadline_) return false;
  --sessions_left_;
  return true;
}

Conversation Run::converse() {
  const auto& script = work_.script;
  while (wants_more()) {
    Client client(poller_, target_);
    if (target_.tls) co_await client.handshake();
    for (std::size_t answered = 0, sent = 0; answered < script.size(); ++answered) {
      const auto asked = Clock::now();
      client.send(commands_to_send(answered, sent));
      const Command& command = script[answered];
      if (work_.ending == Workload::Ending::ignore && answered + 1 == script.size()) {
        co_await client.input();
        break;
      }
      const Reply reply = co_await client.reply(command.shape, command.text.has_value());
      check(command, reply);
      count(command, reply, Clock::now() - asked);
    }
    if (work_.ending != Workload::Ending::close) {
      client.rest();
      --busy_;
      co_await Parked{held_};
      co_return;
    }
    co_await client.closed();
    ++tally_.sessions;
    tally_.segments += client.segments();
  }
  --busy_;
}

// The next command, once all before it are answered, and as many of those behind it as are pipelined.
std::string Run::commands_to_send(std::size_t answered, std::size_t& sent) const {
  const auto& script = work_.script;
  std::string commands;
  if (sent == answered) commands = script[sent++].line;
  if (sent - answered > pipeline_window / 2) return commands;
  while (sent < script.size() && script[sent].pipelined && sent - answered < pipeline_window)
    commands += script[sent++].line;
  return commands;
}

void Run::check(const Command& command, const Reply& reply) const {
  const auto refuse = [&](const std::string& what) {
    const std::string name = command.line.empty() ? "greeting" : command.line.substr(0, command.line.size() - 2);
    throw std::runtime_error(name + ": " + what);
  };
  if (!reply.status.starts_with(command.status)) refuse("expected " + command.status + ", not " + reply.status);
  if (command.lines && reply.lines != *command.lines)
    refuse("expected " + std::to_string(*command.lines) + " lines, not " + std::to_string(reply.lines));
  if (command.octets && reply.octets != *command.octets)
    refuse("expected " + std::to_string(*command.octets) + " octets, not " + std::to_string(reply.octets));
  if (command.text && reply.text != *command.text) refuse("the message is another");
}

void Run::count(const Command& command, const Reply& reply, Microseconds took) {
  ++tally_.replies;
  if (!command.octets) return;
  ++tally_.messages;
  tally_.octets += reply.octets;
  if (command.pipelined) return;
  const auto [known, fresh] = tally_.quickest.emplace(command.line, took);
  if (!fresh) known->second = std::min(known->second, took);
}

}  // namespace bench
