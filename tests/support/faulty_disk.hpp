#pragma once

#include <cstddef>
#include <cstdint>
#include <memory>
#include <string>
#include <string_view>

struct sqlite3_vfs;

namespace n3::test {

struct DiskState;

/// A disk in memory that loses what was not synced and fails when told to, as a SQLite VFS. One for each test;
/// thread-safe. What is open on it is closed before it goes.
///
/// A sync makes durable what is in a file and that its name stands for it. The names of a folder, new and deleted, are
/// durable when a deletion asks for that, and with the first sync of a journal that was opened: so does SQLite's VFS
/// for Unix. Any other write, truncation, new name or deletion is seen by programs and may be taken by a power cut.
/// Sectors of 512 octets are written whole or not at all; SQLite is not told so, unless it is to be. Folders need not
/// be made.
class FaultyDisk {
 public:
  FaultyDisk();
  ~FaultyDisk();
  FaultyDisk(const FaultyDisk&) = delete;
  FaultyDisk& operator=(const FaultyDisk&) = delete;

  /// What SQLite calls it.
  const std::string& name() const { return name_; }

  /// Cuts the power. Whatever is open answers SQLITE_IOERR from now on and no longer reaches the disk. The seed decides
  /// what is left of each change that was not durable: all, nothing, or some of its sectors. Faults stay.
  void crash(std::uint64_t seed);

  /// Opens, writes, truncations, syncs, deletions and maps of shared memory, up to now.
  std::uint64_t operations() const;
  void count_reads();  ///< They are operations too.

  /// The nth operation from now fails with a SQLite code; or that one and all after it. What fails changes nothing,
  /// with two exceptions: the beginning of a write may be written, and what a failed sync should have made durable
  /// becomes so by no later one.
  void fail(std::uint64_t nth, int code);
  void fail_from(std::uint64_t nth, int code);

  /// Changes fail with SQLITE_READONLY; files that are there open for reading.
  void read_only();

  /// As if another process were writing: SQLITE_BUSY, at once whatever the timeout. In WAL mode those who have opened a
  /// database may read it.
  void lock_by_another();

  /// Tells SQLite that what is written never hurts its neighbours, as SQLite's VFS for Unix does by default; it is so.
  void promise_powersafe_overwrite();

  void heal();  ///< Ends fail, fail_from, read_only and lock_by_another.

  // Files as programs see them, durable or not; what is put or damaged is durable at once. A file that is not there is
  // empty. Damage inverts octets.
  std::string contents(std::string_view path) const;
  void put(std::string_view path, std::string bytes);
  void damage(std::string_view path, std::size_t offset, std::size_t length);

 private:
  std::string name_;
  std::unique_ptr<DiskState> state_;
  std::unique_ptr<sqlite3_vfs> vfs_;
};

}  // namespace n3::test
