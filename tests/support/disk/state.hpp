#pragma once

#include <cstdint>
#include <map>
#include <memory>
#include <mutex>
#include <string>
#include <string_view>
#include <vector>

#include "disk/file.hpp"
#include "disk/locks.hpp"

namespace n3::test {

/// A file without its name: those who have opened it keep it when the name is gone.
struct Inode {
  DiskFile data;
  FileLocks locks;
  std::weak_ptr<SharedMemory> memory;
};

/// What a name stands for: first what the disk holds for certain, last what programs see. Null: no file.
class Name {
 public:
  const std::shared_ptr<Inode>& inode() const { return states_.back(); }
  void becomes(std::shared_ptr<Inode> inode) { states_.push_back(std::move(inode)); }

  /// What was before this file (by default: before now) does not come back.
  void settle() { states_.erase(states_.begin(), states_.end() - 1); }
  void settle(const std::shared_ptr<Inode>& inode);

  const std::shared_ptr<Inode>& after_power_cut(Random& random) const { return states_[random() % states_.size()]; }

 private:
  std::vector<std::shared_ptr<Inode>> states_{nullptr};
};

/// Counts operations and says which of them fail.
class Faults {
 public:
  bool reads_count = false;

  void plan(std::uint64_t nth, int code, bool for_good);
  void clear() { code_ = SQLITE_OK; }

  /// Of the operation that begins now: SQLITE_OK, or the code it fails with.
  int next();

  std::uint64_t count() const { return count_; }

 private:
  std::uint64_t count_ = 0;
  std::uint64_t at_ = 0;
  int code_ = SQLITE_OK;
  bool for_good_ = false;
};

/// What a FaultyDisk and the files that are open on it share; whoever uses it holds its mutex.
struct DiskState {
  std::mutex mutex;
  std::map<std::string, Name, std::less<>> names;
  Faults faults;
  Random random;
  unsigned power_cuts = 0;
  bool read_only = false;
  bool locked_by_another = false;
  bool powersafe_overwrite = false;

  std::shared_ptr<Inode> find(std::string_view path) const;

  /// All names in the folder of this one are durable as they are.
  void sync_folder_of(std::string_view path);

  /// Of an operation that changes the disk, like Faults::next().
  int next_change();
};

}  // namespace n3::test
