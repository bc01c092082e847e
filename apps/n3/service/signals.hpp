#pragma once

#include <functional>
#include <thread>

namespace n3::program {

/// Ctrl-C and SIGTERM as calls on a thread of its own: the first asks to end, a second one ends the program at once.
class Signals {
 public:
  /// From here on the signals wait. To be made before any other thread is.
  Signals();
  ~Signals();
  Signals(const Signals&) = delete;
  Signals& operator=(const Signals&) = delete;

  /// Calls `end` at the first signal, or now where it has come already. Others within half a second are the same one:
  /// timeout(1) and shells send it to a program and to its group. If the program is still there after that, calls
  /// `still_here`. Once.
  void on_first(std::function<void()> end, std::function<void()> still_here);

 private:
  void wait(const std::function<void()>& end, const std::function<void()>& still_here);
  int next() const;   // waits for a signal; 0: for the destructor
  int taken() const;  // the signal that is there; 0: none

  int signals_;  // a signalfd
  int finish_;   // an eventfd: the destructor's word to the thread
  std::thread thread_;
};

}  // namespace n3::program
