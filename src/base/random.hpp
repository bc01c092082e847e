#pragma once

#include <cstdint>

namespace n3 {

/// An unguessable number, from any thread. Throws std::runtime_error where the system has no randomness to give.
std::uint64_t random_number();

}  // namespace n3
