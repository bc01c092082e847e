#include "net/locks.hpp"

#include <algorithm>

namespace n3::net {

std::optional<Locks::Held> Locks::take(std::vector<std::string> names) {
  if (names.empty()) return Held();
  const std::lock_guard lock(mutex_);
  if (std::ranges::any_of(names, [&](const std::string& name) { return held_.contains(name); })) return std::nullopt;
  held_.insert(names.begin(), names.end());
  return Held(*this, std::move(names));
}

void Locks::Held::free() {
  if (Locks* locks = std::exchange(locks_, nullptr)) {
    const std::lock_guard lock(locks->mutex_);
    for (const std::string& name : names_) locks->held_.erase(name);
  }
}

}  // namespace n3::net
