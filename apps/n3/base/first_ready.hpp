#pragma once

#include <chrono>
#include <cstddef>
#include <initializer_list>
#include <optional>

namespace n3::program {

/// Which of these descriptors can be read, or has ended, first; none: the time is up first.
std::optional<std::size_t> first_ready(std::initializer_list<int> descriptors,
                                       std::optional<std::chrono::milliseconds> time = {});

}  // namespace n3::program
