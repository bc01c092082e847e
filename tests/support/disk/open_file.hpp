#pragma once

#include <memory>
#include <span>
#include <string>
#include <string_view>

#include "disk/state.hpp"

namespace n3::test {

/// A file that SQLite has opened: what sqlite3_io_methods ask for, in order of that table. Answers SQLite's codes;
/// after a power cut every answer is SQLITE_IOERR.
class OpenFile : public sqlite3_file {
 public:
  /// `path` is empty for a temporary file, which has no name. The caller holds the disk's mutex.
  OpenFile(DiskState& disk, std::string path, std::shared_ptr<Inode> inode, int flags);
  ~OpenFile();
  OpenFile(const OpenFile&) = delete;
  OpenFile& operator=(const OpenFile&) = delete;

  int read(std::span<char> to, std::size_t offset);
  int write(std::string_view bytes, std::size_t offset);
  int truncate(std::size_t size);
  int sync();
  int size(sqlite3_int64& octets);

  int characteristics();

  int lock(int level);
  int unlock(int level);
  int check_reserved_lock(int& reserved);

  int map_memory(int region, int size, bool make, volatile void*& memory);
  int lock_memory(int first, int count, int flags);
  void memory_barrier();
  void unmap_memory();

  /// The power has gone since it was opened. The caller holds the disk's mutex.
  bool dead() const { return power_cuts_ != disk_.power_cuts; }

 private:
  DiskState& disk_;
  std::string path_;
  std::shared_ptr<Inode> inode_;
  std::shared_ptr<SharedMemory> memory_;
  unsigned power_cuts_;
  bool syncs_folder_;  // of a journal the first sync does, as in SQLite's VFS for Unix; databases rely on it
};

}  // namespace n3::test
