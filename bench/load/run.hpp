#pragma once

#include <chrono>
#include <coroutine>
#include <cstdint>
#include <map>
#include <string>
#include <vector>

#include "load/client.hpp"
#include "load/workload.hpp"

namespace bench {

using Clock = std::chrono::steady_clock;
using Microseconds = std::chrono::duration<double, std::micro>;

/// What the clients of a run have done, and how long it took.
struct Tally {
  std::uint64_t sessions = 0;
  std::uint64_t messages = 0;
  std::uint64_t octets = 0;  ///< Of these messages.
  std::uint64_t replies = 0;
  std::uint64_t segments = 0;                      ///< In which all these replies came; see Client::segments.
  std::map<std::string, Microseconds> quickest{};  ///< By command: the least time that its reply took.
};

/// Clients that go through a workload again and again, each one session after another.
class Run {
 public:
  Run(const Target& target, const Workload& work) : target_(target), work_(work) {}

  /// Begins sessions until so many have begun or the time is over, and returns when they have ended, or have come to
  /// where they are held. Throws std::runtime_error for the first wrong reply.
  Tally go(std::size_t clients, std::size_t sessions, Clock::duration time);

  void let_go();  ///< Closes the connections that are held.

 private:
  Conversation converse();
  bool wants_more();
  std::string commands_to_send(std::size_t answered, std::size_t& sent) const;
  void check(const Command& command, const Reply& reply) const;
  void count(const Command& command, const Reply& reply, Microseconds took);

  const Target target_;
  const Workload& work_;
  Poller poller_;
  Tally tally_;
  Clock::time_point deadline_{};
  std::size_t sessions_left_ = 0;
  std::size_t busy_ = 0;  // clients
  std::vector<std::coroutine_handle<>> held_;
};

}  // namespace bench
