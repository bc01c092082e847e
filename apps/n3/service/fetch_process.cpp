#include "service/fetch_process.hpp"

#include <fcntl.h>
#include <fmt/format.h>
#include <spawn.h>
#include <sys/eventfd.h>
#include <sys/mman.h>
#include <sys/wait.h>

#include <algorithm>
#include <array>
#include <cerrno>
#include <chrono>
#include <csignal>
#include <cstring>
#include <system_error>
#include <utility>

extern "C" {
#include <sys/pidfd.h>  // that of Debian 12 does not say so itself
}

#include "base/files.hpp"
#include "base/first_ready.hpp"
#include "service/log.hpp"

namespace n3::program {
namespace {

using Clock = std::chrono::steady_clock;
using std::chrono::seconds;

constexpr seconds to_finish{5};
constexpr seconds first_delay{1};
constexpr seconds longest_delay = std::chrono::minutes(5);
constexpr seconds healthy = std::chrono::minutes(10);  // what has run for so long does not keep ending

void check(bool good, const char* what, int error = errno) {
  if (!good) throw std::system_error(error, std::generic_category(), what);
}

/// Out of the way of those that the other process is to have.
Descriptor moved_up(Descriptor low) {
  check(low >= 0, "cannot make a file or pipe for the process that fetches");
  Descriptor high(::fcntl(low, F_DUPFD_CLOEXEC, FetchProcess::lifeline + 1));
  check(high >= 0, "cannot make a file or pipe for the process that fetches");
  return high;
}

Descriptor file_of(const std::string& text) {
  Descriptor file = moved_up(Descriptor(::memfd_create("sources", MFD_CLOEXEC)));
  write_all(file, text);
  ::lseek(file, 0, SEEK_SET);
  return file;
}

struct Pipe {
  Descriptor out, in;

  Pipe() {
    int ends[2];
    check(::pipe2(ends, O_CLOEXEC) == 0, "cannot make a pipe for the process that fetches");
    out = Descriptor(ends[0]);
    in = Descriptor(ends[1]);
    out = moved_up(std::move(out));
  }
};

/// Passwords may stand in the environment: what the process that fetches needs of it, and nothing else.
std::vector<std::string> environment() {
  constexpr std::array<std::string_view, 14> names{
      "PATH",          "HOME",         "XDG_STATE_HOME", "STATE_DIRECTORY", "JOURNAL_STREAM",
      "SSL_CERT_FILE", "SSL_CERT_DIR", "CURL_CA_BUNDLE", "OPENSSL_CONF",    "TZ",
      "LANG",          "LC_ALL",       "ASAN_OPTIONS",   "TSAN_OPTIONS"};
  std::vector<std::string> chosen;
  for (char** variable = environ; *variable; ++variable) {
    const std::string_view text = *variable;
    const std::string_view name = text.substr(0, text.find('='));
    const bool is_proxy = name.ends_with("_proxy") || name.ends_with("_PROXY");
    if (is_proxy || std::ranges::find(names, name) != names.end()) chosen.emplace_back(text);
  }
  return chosen;
}

std::vector<char*> pointers_to(const std::vector<std::string>& words) {
  std::vector<char*> pointers;
  for (const std::string& word : words) pointers.push_back(const_cast<char*>(word.c_str()));
  pointers.push_back(nullptr);
  return pointers;
}

/// Of a Ctrl-C the one that has started it tells it in time. Who opened our files did not mean them for it.
pid_t spawn(const std::vector<std::string>& command, const Descriptor& sources, const Descriptor& ends_with_us) {
  posix_spawn_file_actions_t files;
  posix_spawn_file_actions_init(&files);
  posix_spawn_file_actions_adddup2(&files, sources, FetchProcess::order);
  posix_spawn_file_actions_addopen(&files, STDOUT_FILENO, "/dev/null", O_WRONLY, 0);
  posix_spawn_file_actions_adddup2(&files, ends_with_us, FetchProcess::lifeline);
  posix_spawn_file_actions_addclosefrom_np(&files, FetchProcess::lifeline + 1);
  posix_spawnattr_t how;
  posix_spawnattr_init(&how);
  sigset_t none;
  sigemptyset(&none);
  posix_spawnattr_setsigmask(&how, &none);
  posix_spawnattr_setflags(&how, POSIX_SPAWN_SETSIGMASK | POSIX_SPAWN_SETPGROUP);

  const auto chosen = environment();
  pid_t child = 0;
  const int error =
      ::posix_spawn(&child, "/proc/self/exe", &files, &how, pointers_to(command).data(), pointers_to(chosen).data());
  posix_spawn_file_actions_destroy(&files);
  posix_spawnattr_destroy(&how);
  check(error == 0, "cannot start the process that fetches", error);
  return child;
}

std::vector<std::string> command_for(const Config& config) { return {"n3", "fetch", config.folder.string()}; }

std::string how_it_ended(const siginfo_t& end) {
  if (end.si_code == CLD_EXITED) return fmt::format("with exit code {}", end.si_status);
  const char* name = ::sigabbrev_np(end.si_status);
  return name ? fmt::format("by SIG{}", name) : fmt::format("by signal {}", end.si_status);
}

}  // namespace

struct FetchProcess::Child {
  Descriptor process;   // a pidfd
  Descriptor lifeline;  // closed, it is to end

  siginfo_t wait() const {
    siginfo_t end{};
    while (::waitid(P_PIDFD, static_cast<id_t>(process), &end, WEXITED) != 0 && errno == EINTR) continue;
    return end;
  }

  void end() {
    lifeline.close();
    if (!first_ready({process}, to_finish)) ::pidfd_send_signal(process, SIGKILL, nullptr, 0);
    wait();
  }
};

FetchProcess::FetchProcess(const Config& config)
    : sources_(config.sources), command_(command_for(config)), ending_(::eventfd(0, EFD_CLOEXEC)) {
  check(ending_ >= 0, "cannot wait for the process that fetches");
}

void FetchProcess::start() {
  thread_ = std::thread([this] { watch(); });
}

FetchProcess::~FetchProcess() {
  ::eventfd_write(ending_, 1);
  if (thread_.joinable()) thread_.join();
}

std::string FetchProcess::state() const {
  const std::lock_guard lock(mutex_);
  return state_;
}

void FetchProcess::set_state(std::string state) {
  const std::lock_guard lock(mutex_);
  state_ = std::move(state);
}

FetchProcess::Child FetchProcess::launch() {
  Pipe pipe;
  const pid_t pid = spawn(command_, file_of(sources_), pipe.out);
  set_state(fmt::format("process {}", pid));
  Descriptor process(::pidfd_open(pid, 0));
  const int error = errno;
  if (process < 0) {
    pipe.in.close();
    ::waitpid(pid, nullptr, 0);
  }
  check(process >= 0, "cannot watch the process that fetches", error);
  return {std::move(process), std::move(pipe.in)};
}

void FetchProcess::watch() {
  seconds delay = first_delay;
  for (;;) {
    const auto begin = Clock::now();
    std::string problem;
    try {
      Child child = launch();
      if (is_ending_before(child)) return child.end();
      const siginfo_t how = child.wait();
      if (how.si_code == CLD_EXITED && how.si_status == renew) continue;
      problem = "the process that fetches has ended " + how_it_ended(how);
    } catch (const std::exception& error) {
      problem = error.what();
    }
    if (Clock::now() >= begin + healthy) delay = first_delay;
    problem += fmt::format("; it is started again in {} s", delay.count());
    set_state(problem);
    log_line(Event::Level::error, problem);
    if (is_ending_within(delay)) return;
    delay = std::min(delay * 2, longest_delay);
  }
}

bool FetchProcess::is_ending_before(const Child& child) const { return first_ready({child.process, ending_}) == 1; }

bool FetchProcess::is_ending_within(seconds time) const { return first_ready({ending_}, time).has_value(); }

}  // namespace n3::program
