#include "process.hpp"

#include <array>
#include <filesystem>
#include <fstream>
#include <thread>

#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>

namespace n3::test {
namespace {

std::size_t entries_of(const char* folder) {
  const std::filesystem::directory_iterator entries(folder);
  return static_cast<std::size_t>(std::distance(begin(entries), end(entries)));
}

std::chrono::microseconds duration(const timeval& time) {
  return std::chrono::seconds(time.tv_sec) + std::chrono::microseconds(time.tv_usec);
}

}  // namespace

std::size_t resident_octets() {
  std::ifstream about("/proc/self/statm");
  std::size_t pages = 0;
  about >> pages >> pages;
  return pages * static_cast<std::size_t>(::sysconf(_SC_PAGESIZE));
}

std::size_t open_descriptors() { return entries_of("/proc/self/fd"); }

std::size_t running_threads() {
  // ThreadSanitizer has a thread of its own from the first that is made on: let it be there from the start.
  static const bool begun = (std::thread([] {}).join(), true);
  return begun ? entries_of("/proc/self/task") : 0;
}

std::chrono::milliseconds cpu_time() {
  rusage used{};
  ::getrusage(RUSAGE_SELF, &used);
  return std::chrono::floor<std::chrono::milliseconds>(duration(used.ru_utime) + duration(used.ru_stime));
}

bool soon(const std::function<bool()>& condition) {
  const auto until = std::chrono::steady_clock::now() + std::chrono::seconds(15);
  while (!condition()) {
    if (std::chrono::steady_clock::now() > until) return false;
    std::this_thread::sleep_for(std::chrono::milliseconds(5));
  }
  return true;
}

std::string in_child(const std::function<std::string()>& something) {
  std::array<int, 2> ends{};
  if (::pipe(ends.data()) != 0) return "no pipe";
  const pid_t child = ::fork();
  if (child == 0) {
    ::alarm(30);  // it must not outlive a test that hangs
    std::string words;
    try {
      words = something();
    } catch (const std::exception& problem) {
      words = problem.what();
    }
    const bool told = ::write(ends[1], words.data(), words.size()) == static_cast<ssize_t>(words.size());
    ::_exit(told ? 0 : 1);
  }
  ::close(ends[1]);
  std::string words;
  std::array<char, 512> bytes{};
  for (ssize_t count; (count = ::read(ends[0], bytes.data(), bytes.size())) > 0;)
    words.append(bytes.data(), static_cast<std::size_t>(count));
  ::close(ends[0]);
  int status = 0;
  ::waitpid(child, &status, 0);
  if (!WIFEXITED(status) || WEXITSTATUS(status) != 0) words += " (the child process has crashed)";
  return words;
}

std::string as_nobody(const std::function<std::string()>& something) {
  constexpr uid_t nobody = 65534;
  return in_child([&]() -> std::string {
    if (::geteuid() == 0 && ::setuid(nobody) != 0) return "root cannot become nobody here";
    return something();
  });
}

}  // namespace n3::test
