#include "base/first_ready.hpp"

#include <poll.h>

#include <algorithm>
#include <cerrno>
#include <vector>

namespace n3::program {

std::optional<std::size_t> first_ready(std::initializer_list<int> descriptors,
                                       std::optional<std::chrono::milliseconds> time) {
  std::vector<pollfd> events;
  for (const int descriptor : descriptors) events.push_back({descriptor, POLLIN, 0});
  const int most = time ? static_cast<int>(time->count()) : -1;
  while (::poll(events.data(), events.size(), most) < 0 && errno == EINTR) continue;
  const auto ready = std::ranges::find_if(events, [](const pollfd& event) { return event.revents != 0; });
  if (ready == events.end()) return std::nullopt;
  return static_cast<std::size_t>(ready - events.begin());
}

}  // namespace n3::program
