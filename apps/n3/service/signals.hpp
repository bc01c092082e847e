#pragma once

#include <functional>
#include <mutex>
#include <thread>

namespace n3::program {

/// Ctrl-C and SIGTERM as calls on a thread of its own. Until there is something to finish, the first one ends the
/// program at once; from then on it asks to end, and a second one ends at once.
class Signals {
 public:
  /// To be made before any other thread is.
  Signals();
  ~Signals();
  Signals(const Signals&) = delete;
  Signals& operator=(const Signals&) = delete;

  /// From now on calls `end` at the first signal. Others within half a second are the same one: timeout(1) and shells
  /// send it to a program and to its group. If the program is still there after that, calls `still_here`. Once.
  void on_first(std::function<void()> end, std::function<void()> still_here);

 private:
  void wait();
  void end_or_exit(int signal);
  int next() const;   // waits for a signal; 0: for the destructor
  int taken() const;  // the signal that is there; 0: none

  int signals_;  // a signalfd
  int finish_;   // an eventfd: the destructor's word to the thread
  std::mutex mutex_;
  std::function<void()> end_, still_here_;  // by mutex_; none: there is nothing to finish yet
  std::thread thread_;
};

}  // namespace n3::program
