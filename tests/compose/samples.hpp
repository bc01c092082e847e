#pragma once

#include <string>
#include <vector>

#include <n3/message.hpp>

/// A message and what makes it this one.
struct Sample {
  n3::Message message;
  n3::Identity identity;
};

/// Messages that somebody thought of: each shows one difficulty.
std::vector<Sample> chosen_samples();

/// Messages with all that can be set, by chance, but the same for the same seed on every machine. What goes in has no
/// control characters and is valid UTF-8, so that it must come out exactly.
Sample random_sample(unsigned seed);
