#include <iostream>

#include "replays.hpp"

// Replays dialogues against a session: transcripts FILE...
int main(int count, char** arguments) {
  int failures = 0;
  for (int i = 1; i < count; ++i) {
    try {
      const auto transcript = n3::transcripts::read_transcript(arguments[i]);
      const unsigned replays = n3::transcripts::replay_all(transcript);
      std::cout << arguments[i] << ": " << replays << " replays\n";
    } catch (const std::exception& failure) {
      std::cerr << failure.what() << '\n';
      ++failures;
    }
  }
  return failures == 0 ? 0 : 1;
}
