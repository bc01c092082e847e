#pragma once

#include <functional>
#include <thread>

namespace n3::program {

/// Ctrl-C and SIGTERM as calls on a thread of its own: the first asks to end, the second ends the program at once.
class Signals {
 public:
  /// From here on the signals wait. To be made before any other thread is.
  Signals();
  ~Signals();
  Signals(const Signals&) = delete;
  Signals& operator=(const Signals&) = delete;

  /// Calls `end` at the first signal, or now where it has come already. Once.
  void on_first(std::function<void()> end);

 private:
  void wait(const std::function<void()>& end);

  int signals_;  // a signalfd
  int finish_;   // an eventfd: the destructor's word to the thread
  std::thread thread_;
};

}  // namespace n3::program
