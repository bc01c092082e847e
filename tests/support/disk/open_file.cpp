#include "disk/open_file.hpp"

#include <algorithm>

namespace n3::test {

OpenFile::OpenFile(DiskState& disk, std::string path, std::shared_ptr<Inode> inode, int flags)
    : sqlite3_file{},
      disk_(disk),
      path_(std::move(path)),
      inode_(std::move(inode)),
      power_cuts_(disk.power_cuts),
      syncs_folder_((flags & (SQLITE_OPEN_WAL | SQLITE_OPEN_MAIN_JOURNAL | SQLITE_OPEN_SUPER_JOURNAL)) != 0) {}

OpenFile::~OpenFile() {
  unmap_memory();
  const std::lock_guard lock(disk_.mutex);
  inode_->locks.lower(this, SQLITE_LOCK_NONE);
}

int OpenFile::read(std::span<char> to, std::size_t offset) {
  const std::lock_guard lock(disk_.mutex);
  if (dead()) return SQLITE_IOERR;
  if (disk_.faults.reads_count)
    if (const int code = disk_.faults.next()) return code;
  const std::string_view all = inode_->data.bytes();
  const std::string_view found = all.substr(std::min(offset, all.size()), to.size());
  std::ranges::fill(std::ranges::copy(found, to.begin()).out, to.end(), '\0');
  return found.size() == to.size() ? SQLITE_OK : SQLITE_IOERR_SHORT_READ;
}

int OpenFile::write(std::string_view bytes, std::size_t offset) {
  const std::lock_guard lock(disk_.mutex);
  if (dead()) return SQLITE_IOERR;
  const int code = disk_.next_change();
  if (code == SQLITE_READONLY) return code;
  if (code != SQLITE_OK) bytes = bytes.substr(0, disk_.random() % (bytes.size() + 1));
  inode_->data.write(offset, bytes);
  return code;
}

int OpenFile::truncate(std::size_t size) {
  const std::lock_guard lock(disk_.mutex);
  if (dead()) return SQLITE_IOERR;
  const int code = disk_.next_change();
  if (code == SQLITE_OK) inode_->data.truncate(size);
  return code;
}

int OpenFile::sync() {
  const std::lock_guard lock(disk_.mutex);
  if (dead()) return SQLITE_IOERR;
  if (const int code = disk_.faults.next()) {
    inode_->data.sync_failed();
    return code;
  }
  inode_->data.sync();
  if (const auto name = disk_.names.find(path_); name != disk_.names.end()) name->second.settle(inode_);
  if (syncs_folder_) disk_.sync_folder_of(path_);
  syncs_folder_ = false;
  return SQLITE_OK;
}

int OpenFile::size(sqlite3_int64& octets) {
  const std::lock_guard lock(disk_.mutex);
  if (dead()) return SQLITE_IOERR;
  octets = static_cast<sqlite3_int64>(inode_->data.bytes().size());
  return SQLITE_OK;
}

int OpenFile::characteristics() {
  const std::lock_guard lock(disk_.mutex);
  return disk_.powersafe_overwrite ? SQLITE_IOCAP_POWERSAFE_OVERWRITE : 0;
}

int OpenFile::lock(int level) {
  const std::lock_guard lock(disk_.mutex);
  if (dead()) return SQLITE_IOERR;
  return !disk_.locked_by_another && inode_->locks.raise(this, level) ? SQLITE_OK : SQLITE_BUSY;
}

int OpenFile::unlock(int level) {
  const std::lock_guard lock(disk_.mutex);
  if (dead()) return SQLITE_IOERR;
  inode_->locks.lower(this, level);
  return SQLITE_OK;
}

int OpenFile::check_reserved_lock(int& reserved) {
  const std::lock_guard lock(disk_.mutex);
  if (dead()) return SQLITE_IOERR;
  reserved = disk_.locked_by_another || inode_->locks.reserved();
  return SQLITE_OK;
}

int OpenFile::map_memory(int region, int size, bool make, volatile void*& memory) {
  const std::lock_guard lock(disk_.mutex);
  if (dead()) return SQLITE_IOERR;
  // SQLITE_READONLY would say that there is memory, which cannot be written.
  if (const int code = disk_.next_change()) return code == SQLITE_READONLY ? SQLITE_CANTOPEN : code;
  if (!memory_) memory_ = inode_->memory.lock();
  if (!memory_) inode_->memory = memory_ = std::make_shared<SharedMemory>();
  memory = memory_->region(static_cast<std::size_t>(region), static_cast<std::size_t>(size), make);
  return SQLITE_OK;
}

int OpenFile::lock_memory(int first, int count, int flags) {
  const std::lock_guard lock(disk_.mutex);
  if (dead() || !memory_) return SQLITE_IOERR;
  if (flags & SQLITE_SHM_UNLOCK) {
    memory_->unlock(this, first, count);
    return SQLITE_OK;
  }
  const bool exclusive = (flags & SQLITE_SHM_EXCLUSIVE) != 0;
  if (exclusive && disk_.locked_by_another) return SQLITE_BUSY;
  return memory_->lock(this, first, count, exclusive) ? SQLITE_OK : SQLITE_BUSY;
}

void OpenFile::memory_barrier() { const std::lock_guard lock(disk_.mutex); }

void OpenFile::unmap_memory() {
  const std::lock_guard lock(disk_.mutex);
  if (memory_) memory_->unlock(this, 0, SQLITE_SHM_NLOCK);
  memory_.reset();
}

}  // namespace n3::test
