#include "journal.hpp"

#include <algorithm>
#include <chrono>

namespace n3::test {
namespace {

constexpr std::chrono::seconds patience{15};

}  // namespace

Log Journal::log() const {
  return [state = state_](const Event& event) {
    const std::lock_guard lock(state->mutex);
    state->lines.push_back(event.text);
    if (event.session) state->sessions.push_back(*event.session);
    state->changed.notify_all();
  };
}

bool Journal::tells(std::string_view text) const {
  std::unique_lock lock(state_->mutex);
  return state_->changed.wait_for(lock, patience, [&] {
    return std::ranges::any_of(state_->lines, [&](const std::string& line) { return line.find(text) != line.npos; });
  });
}

std::vector<SessionSummary> Journal::ended(std::size_t count) const {
  std::unique_lock lock(state_->mutex);
  state_->changed.wait_for(lock, patience, [&] { return state_->sessions.size() >= count; });
  return {state_->sessions.begin(), state_->sessions.begin() + std::min(count, state_->sessions.size())};
}

std::size_t Journal::count(std::string_view text) const {
  const std::lock_guard lock(state_->mutex);
  return std::ranges::count_if(state_->lines, [&](const std::string& line) { return line.find(text) != line.npos; });
}

std::string Journal::text() const {
  const std::lock_guard lock(state_->mutex);
  std::string all;
  for (const std::string& line : state_->lines) all += line + "\n";
  return all;
}

}  // namespace n3::test
