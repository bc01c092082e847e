#include "load/server_process.hpp"

#include <cerrno>
#include <fstream>
#include <string>
#include <system_error>

namespace bench {

ServerProcess::ServerProcess(pid_t id) : id_(id) {
  if (const int error = ::clock_getcpuclockid(id, &clock_); error != 0)
    throw std::system_error(error, std::generic_category(), "the server's CPU clock");
}

std::chrono::nanoseconds ServerProcess::cpu() const {
  timespec time{};
  if (::clock_gettime(clock_, &time) != 0)
    throw std::system_error(errno, std::generic_category(), "the server's CPU clock");
  return std::chrono::seconds(time.tv_sec) + std::chrono::nanoseconds(time.tv_nsec);
}

std::uint64_t ServerProcess::memory_octets() const {
  std::ifstream rollup("/proc/" + std::to_string(id_) + "/smaps_rollup");
  for (std::string word; rollup >> word;) {
    std::uint64_t kibibytes = 0;
    if (word == "Pss:" && rollup >> kibibytes) return kibibytes * 1024;
  }
  throw std::runtime_error("the server's memory cannot be read");
}

}  // namespace bench
