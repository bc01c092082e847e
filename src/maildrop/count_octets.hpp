#pragma once

#include <cstdint>

#include <n3/body.hpp>

namespace n3 {

/// The octets of a message as a client is told them. Reads all of it, piece by piece. Blocks.
Answer<std::uint64_t> count_octets(Body body);

}  // namespace n3
