#include "service/signals.hpp"

#include <sys/eventfd.h>
#include <sys/signalfd.h>
#include <unistd.h>

#include <cerrno>
#include <chrono>
#include <csignal>
#include <cstdlib>
#include <system_error>

#include "base/first_ready.hpp"
#include "service/log.hpp"

namespace n3::program {
namespace {

constexpr std::chrono::milliseconds same_signal{500};

}  // namespace

Signals::Signals() {
  sigset_t set;
  sigemptyset(&set);
  sigaddset(&set, SIGINT);
  sigaddset(&set, SIGTERM);
  ::pthread_sigmask(SIG_BLOCK, &set, nullptr);
  signals_ = ::signalfd(-1, &set, SFD_CLOEXEC | SFD_NONBLOCK);
  finish_ = ::eventfd(0, EFD_CLOEXEC);
  if (signals_ < 0 || finish_ < 0) throw std::system_error(errno, std::generic_category(), "cannot wait for signals");
  thread_ = std::thread([this] { wait(); });
}

Signals::~Signals() {
  ::eventfd_write(finish_, 1);
  if (thread_.joinable()) thread_.join();
  ::close(signals_);
  ::close(finish_);
}

void Signals::on_first(std::function<void()> end, std::function<void()> still_here) {
  const std::lock_guard lock(mutex_);
  end_ = std::move(end);
  still_here_ = std::move(still_here);
}

void Signals::end_or_exit(int signal) {
  const std::lock_guard lock(mutex_);
  if (!end_) std::_Exit(128 + signal);
  end_();
}

void Signals::wait() {
  const int first = next();
  if (first == 0) return;
  end_or_exit(first);
  if (first_ready({finish_}, same_signal)) return;
  while (taken() != 0) continue;  // they were meant as one
  still_here_();
  const int second = next();
  if (second == 0) return;
  log_line(Event::Level::warning, "a second signal: ending at once");
  std::_Exit(128 + second);
}

int Signals::next() const {
  first_ready({signals_, finish_});
  return taken();
}

int Signals::taken() const {
  signalfd_siginfo signal;
  return ::read(signals_, &signal, sizeof signal) == sizeof signal ? static_cast<int>(signal.ssi_signo) : 0;
}

}  // namespace n3::program
