#pragma once

#include <mutex>
#include <optional>
#include <set>
#include <string>
#include <utility>
#include <vector>

namespace n3::net {

/// The maildrops that one session has for itself. RFC 1939 section 4. Thread-safe.
class Locks {
 public:
  /// Names that are held; destroying it frees them.
  class Held {
   public:
    Held() = default;
    Held(Locks& locks, std::vector<std::string> names) : locks_(&locks), names_(std::move(names)) {}
    Held(Held&& other) noexcept : locks_(std::exchange(other.locks_, nullptr)), names_(std::move(other.names_)) {}
    Held& operator=(Held&& other) noexcept {
      std::swap(locks_, other.locks_);
      std::swap(names_, other.names_);
      return *this;
    }
    ~Held() { free(); }
    void free();

   private:
    Locks* locks_ = nullptr;
    std::vector<std::string> names_;
  };

  /// All of these names, or nothing where somebody has one of them.
  std::optional<Held> take(std::vector<std::string> names);

 private:
  std::mutex mutex_;
  std::set<std::string, std::less<>> held_;
};

}  // namespace n3::net
