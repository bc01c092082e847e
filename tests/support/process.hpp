#pragma once

#include <chrono>
#include <cstddef>
#include <functional>
#include <string>

namespace n3::test {

// What this process uses.
std::size_t resident_octets();
std::size_t open_descriptors();
std::size_t running_threads();
std::chrono::milliseconds cpu_time();

/// True as soon as the condition is; false where that does not come about.
bool soon(const std::function<bool()>& condition);

/// Does something in a child process, for what would hurt this one (limits). Answers its words; empty: all is well. To
/// be called while this process has no other threads.
std::string in_child(const std::function<std::string()>& something);

/// The same, as a user who may not do all that root may.
std::string as_nobody(const std::function<std::string()>& something);

/// Sanitizers take memory and time of their own.
#if defined(__SANITIZE_ADDRESS__) || defined(__SANITIZE_THREAD__)
inline constexpr bool sanitized = true;
#else
inline constexpr bool sanitized = false;
#endif

}  // namespace n3::test
