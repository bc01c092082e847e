#pragma once

#include <cstddef>
#include <optional>
#include <random>
#include <string>
#include <string_view>
#include <vector>

namespace n3::test {

using Random = std::mt19937_64;

/// The bytes of one file on a disk that loses what was not synced: those that programs see, those that the disk holds
/// for certain, and the changes between the two.
class DiskFile {
 public:
  /// What a disk writes whole or not at all.
  static constexpr std::size_t sector = 512;

  explicit DiskFile(std::string bytes = {}) : durable_(std::move(bytes)), seen_(durable_) {}

  const std::string& bytes() const { return seen_; }

  void write(std::size_t offset, std::string_view bytes);
  void truncate(std::size_t size);

  /// All changes up to now are durable, but for those that an earlier sync has failed to bring to the disk: the system
  /// takes them for written and does not try again.
  void sync();
  void sync_failed();

  /// Inverts octets, for certain and at once.
  void damage(std::size_t offset, std::size_t length);

  /// What a power cut leaves. Of the changes that are not durable each survives whole (`luck` times in eight), is lost,
  /// or reaches some of its sectors, in order or not. What was never written before the end of a file reads as zeros.
  std::string after_power_cut(Random& random, unsigned luck) const;

 private:
  enum class State { unsynced, doubtful, synced };
  struct Change {
    std::size_t offset;
    std::optional<std::string> bytes;  // none: the file ends here
    State state = State::unsynced;

    void apply(std::string& file) const;
    void tear(std::string& file, Random& random) const;
  };

  std::string durable_;
  std::string seen_;
  std::vector<Change> changes_;  // since the durable bytes; what is synced stays here while something before it is not
};

}  // namespace n3::test
