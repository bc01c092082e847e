#pragma once

#include <chrono>

namespace n3 {

/// The time of day, in whole seconds as mail has it.
inline std::chrono::sys_seconds now() {
  return std::chrono::floor<std::chrono::seconds>(std::chrono::system_clock::now());
}

}  // namespace n3
