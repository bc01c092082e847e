#pragma once

#include <optional>
#include <string>

#include "peer.hpp"
#include "transcript.hpp"
#include "world.hpp"

namespace n3::transcripts {

/// What is true instead of the effect; nothing where the effect is there, or where nobody can know it.
std::optional<std::string> contradiction(const Effect& effect, Peer& peer, const World* world);

}  // namespace n3::transcripts
