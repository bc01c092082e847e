#pragma once

#include <condition_variable>
#include <memory>
#include <mutex>
#include <string>
#include <string_view>
#include <vector>

#include <n3/log.hpp>

namespace n3::test {

/// What a server has logged. A copy is the same journal.
class Journal {
 public:
  Log log() const;

  /// True as soon as a line that holds `text` is there; false where none comes.
  bool tells(std::string_view text) const;

  /// The first `count` sessions that have ended, in the order of their ends; fewer where they do not end.
  std::vector<SessionSummary> ended(std::size_t count) const;

  std::size_t count(std::string_view text) const;  ///< Of the lines that hold it.
  std::string text() const;                        ///< All of it.

 private:
  struct State {
    std::mutex mutex;
    std::condition_variable changed;
    std::vector<std::string> lines;
    std::vector<SessionSummary> sessions;
  };
  std::shared_ptr<State> state_ = std::make_shared<State>();
};

}  // namespace n3::test
