#pragma once

#include <chrono>
#include <mutex>
#include <string>
#include <thread>
#include <vector>

#include "base/descriptor.hpp"
#include "config/config.hpp"

namespace n3::program {

/// A second process of this program, which fetches into the spool what strangers have written and knows nothing but
/// where: a parser of that should not sit beside passwords and keys. Where it ends it is started again; where it keeps
/// ending, less and less often.
class FetchProcess {
 public:
  explicit FetchProcess(const Config& config);
  void start();  ///< Once.

  /// Lets it finish what it is at, for a few seconds.
  ~FetchProcess();
  FetchProcess(const FetchProcess&) = delete;
  FetchProcess& operator=(const FetchProcess&) = delete;

  std::string state() const;  ///< For people.

  /// What that process has: the sources, in a file; and a pipe that ends when the one that has started it does.
  static constexpr int order = 0;
  static constexpr int lifeline = 3;

  /// The exit code with which it asks to be started again, since a file that it may read is another one by now.
  static constexpr int renew = 75;  // EX_TEMPFAIL

 private:
  struct Child;
  Child launch();
  void watch();
  void set_state(std::string state);
  bool is_ending_before(const Child& child) const;
  bool is_ending_within(std::chrono::seconds time) const;

  const std::string sources_;
  const std::vector<std::string> command_;
  mutable std::mutex mutex_;
  std::string state_ = "not started";  // by mutex_
  const Descriptor ending_;            // an eventfd: the destructor's word to the thread
  std::thread thread_;
};

}  // namespace n3::program
