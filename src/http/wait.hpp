#pragma once

#include <chrono>
#include <condition_variable>
#include <mutex>

#include "http/fetch.hpp"

namespace n3::http {

/// Waits for something that is announced. False: the request has been interrupted before, which nobody announces.
template <class Ready>
bool wait(std::condition_variable& announced, std::unique_lock<std::mutex>& lock, const Request& request, Ready ready) {
  constexpr std::chrono::milliseconds a_while{100};
  while (!ready()) {
    if (request.interrupted && *request.interrupted) return false;
    announced.wait_for(lock, a_while);
  }
  return true;
}

}  // namespace n3::http
