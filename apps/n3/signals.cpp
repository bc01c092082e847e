#include "signals.hpp"

#include <poll.h>
#include <sys/eventfd.h>
#include <sys/signalfd.h>
#include <unistd.h>

#include <array>
#include <cerrno>
#include <csignal>
#include <cstdlib>
#include <system_error>

#include "log.hpp"

namespace n3::program {

Signals::Signals() {
  sigset_t set;
  sigemptyset(&set);
  sigaddset(&set, SIGINT);
  sigaddset(&set, SIGTERM);
  ::pthread_sigmask(SIG_BLOCK, &set, nullptr);
  signals_ = ::signalfd(-1, &set, SFD_CLOEXEC);
  finish_ = ::eventfd(0, EFD_CLOEXEC);
  if (signals_ < 0 || finish_ < 0) throw std::system_error(errno, std::generic_category(), "cannot wait for signals");
}

Signals::~Signals() {
  ::eventfd_write(finish_, 1);
  if (thread_.joinable()) thread_.join();
  ::close(signals_);
  ::close(finish_);
}

void Signals::on_first(std::function<void()> end) {
  thread_ = std::thread([this, end = std::move(end)] { wait(end); });
}

void Signals::wait(const std::function<void()>& end) {
  for (bool is_first = true;; is_first = false) {
    std::array<pollfd, 2> events{{{signals_, POLLIN, 0}, {finish_, POLLIN, 0}}};
    while (::poll(events.data(), events.size(), -1) < 0 && errno == EINTR) continue;
    signalfd_siginfo signal;
    if (events[0].revents == 0 || ::read(signals_, &signal, sizeof signal) != sizeof signal) return;
    if (!is_first) {
      log_line(Event::Level::warning, "a second signal: ending at once");
      std::_Exit(128 + static_cast<int>(signal.ssi_signo));
    }
    end();
  }
}

}  // namespace n3::program
