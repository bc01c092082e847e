#pragma once

#include "transcript.hpp"

namespace n3::transcripts {

/// Plays a dialogue against a Session in every way there is: as written, cut into octets, all at once, with late
/// answers, with each question failing, with each expectation doubted. Returns how many replays that were; throws
/// Failure at the first that goes wrong.
unsigned replay_all(const Transcript& transcript);

}  // namespace n3::transcripts
