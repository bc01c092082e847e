#include "disk/locks.hpp"

#include <algorithm>
#include <span>

namespace n3::test {

int FileLocks::highest_but(Holder holder) const {
  int highest = SQLITE_LOCK_NONE;
  for (const auto& [other, level] : levels_)
    if (other != holder) highest = std::max(highest, level);
  return highest;
}

bool FileLocks::raise(Holder holder, int level) {
  int& mine = levels_[holder];
  if (mine >= level) return true;
  const int others = highest_but(holder);
  if (others >= (level == SQLITE_LOCK_SHARED ? SQLITE_LOCK_PENDING : SQLITE_LOCK_RESERVED)) return false;
  const bool waits = level == SQLITE_LOCK_EXCLUSIVE && others >= SQLITE_LOCK_SHARED;
  mine = waits ? SQLITE_LOCK_PENDING : level;
  return !waits;
}

void FileLocks::lower(Holder holder, int level) {
  int& mine = levels_[holder];
  mine = std::min(mine, level);
  if (mine == SQLITE_LOCK_NONE) levels_.erase(holder);
}

void* SharedMemory::region(std::size_t number, std::size_t size, bool make) {
  while (make && regions_.size() <= number) regions_.push_back(std::make_unique<std::byte[]>(size));
  return number < regions_.size() ? regions_[number].get() : nullptr;
}

bool SharedMemory::Lock::free_for(Holder holder, bool exclusive) const {
  if (writer && writer != holder) return false;
  return !exclusive || std::ranges::all_of(readers, [=](Holder reader) { return reader == holder; });
}

bool SharedMemory::lock(Holder holder, int first, int count, bool exclusive) {
  const auto wanted = std::span(locks_).subspan(static_cast<std::size_t>(first), static_cast<std::size_t>(count));
  if (!std::ranges::all_of(wanted, [=](const Lock& lock) { return lock.free_for(holder, exclusive); })) return false;
  for (Lock& lock : wanted) {
    if (exclusive) {
      lock.writer = holder;
    } else {
      lock.readers.insert(holder);
    }
  }
  return true;
}

void SharedMemory::unlock(Holder holder, int first, int count) {
  for (Lock& lock : std::span(locks_).subspan(static_cast<std::size_t>(first), static_cast<std::size_t>(count))) {
    if (lock.writer == holder) lock.writer = nullptr;
    lock.readers.erase(holder);
  }
}

}  // namespace n3::test
