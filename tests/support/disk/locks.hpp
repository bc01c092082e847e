#pragma once

#include <array>
#include <cstddef>
#include <map>
#include <memory>
#include <set>
#include <vector>

#include <sqlite3.h>

namespace n3::test {

/// Who has locked a database file how far: SQLITE_LOCK_SHARED, RESERVED, PENDING, EXCLUSIVE.
/// See https://sqlite.org/lockingv3.html
class FileLocks {
 public:
  using Holder = const void*;

  /// False: another is in the way. Who wants EXCLUSIVE may then have PENDING, which keeps new readers out.
  bool raise(Holder holder, int level);
  void lower(Holder holder, int level);

  bool reserved() const { return highest_but(nullptr) >= SQLITE_LOCK_RESERVED; }

 private:
  int highest_but(Holder holder) const;

  std::map<Holder, int> levels_;
};

/// The memory that the connections to a database in WAL mode share, and its eight locks, each with one writer or many
/// readers. See https://sqlite.org/walformat.html
class SharedMemory {
 public:
  using Holder = const void*;

  /// Null: there is no such region, and none is to be made.
  void* region(std::size_t number, std::size_t size, bool make);

  bool lock(Holder holder, int first, int count, bool exclusive);
  void unlock(Holder holder, int first, int count);

 private:
  struct Lock {
    Holder writer = nullptr;
    std::set<Holder> readers;

    bool free_for(Holder holder, bool exclusive) const;
  };

  std::vector<std::unique_ptr<std::byte[]>> regions_;
  std::array<Lock, SQLITE_SHM_NLOCK> locks_;
};

}  // namespace n3::test
