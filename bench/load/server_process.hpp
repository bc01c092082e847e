#pragma once

#include <chrono>
#include <cstdint>
#include <ctime>

#include <sys/types.h>

namespace bench {

/// The server under load, seen from outside.
class ServerProcess {
 public:
  /// Throws std::system_error where there is no such process, or it is somebody else's.
  explicit ServerProcess(pid_t id);

  /// User and system time of all its threads so far, those that have ended included.
  std::chrono::nanoseconds cpu() const;

  /// Its share of the memory it has mapped (PSS). What the kernel keeps for its sockets is not in it.
  std::uint64_t memory_octets() const;

 private:
  pid_t id_;
  clockid_t clock_;
};

}  // namespace bench
