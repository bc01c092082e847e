#include <n3/maildrop.hpp>

namespace n3 {

std::optional<std::uint64_t> Sizes::find(std::string_view uid) const {
  const std::lock_guard lock(mutex_);
  const auto found = octets_.find(uid);
  return found == octets_.end() ? std::nullopt : std::optional(found->second);
}

void Sizes::put(std::string_view uid, std::uint64_t octets) {
  const std::lock_guard lock(mutex_);
  octets_.emplace(uid, octets);
}

}  // namespace n3
