#include "disk/vfs.hpp"

#include <memory>
#include <new>

#include "disk/open_file.hpp"

namespace n3::test {
namespace {

OpenFile& opened(sqlite3_file* file) { return *static_cast<OpenFile*>(file); }

std::size_t unsign(sqlite3_int64 number) { return static_cast<std::size_t>(number); }

// A disk that promises nothing: no atomic or ordered writes, and no powersafe overwrite, which SQLite's VFS for Unix
// takes for granted.
constexpr sqlite3_io_methods methods = {
    .iVersion = 2,
    .xClose = [](sqlite3_file* file) { return std::destroy_at(&opened(file)), SQLITE_OK; },
    .xRead =
        [](sqlite3_file* file, void* to, int size, sqlite3_int64 offset) {
          return opened(file).read({static_cast<char*>(to), unsign(size)}, unsign(offset));
        },
    .xWrite =
        [](sqlite3_file* file, const void* bytes, int size, sqlite3_int64 offset) {
          return opened(file).write({static_cast<const char*>(bytes), unsign(size)}, unsign(offset));
        },
    .xTruncate = [](sqlite3_file* file, sqlite3_int64 size) { return opened(file).truncate(unsign(size)); },
    .xSync = [](sqlite3_file* file, int) { return opened(file).sync(); },
    .xFileSize = [](sqlite3_file* file, sqlite3_int64* size) { return opened(file).size(*size); },
    .xLock = [](sqlite3_file* file, int level) { return opened(file).lock(level); },
    .xUnlock = [](sqlite3_file* file, int level) { return opened(file).unlock(level); },
    .xCheckReservedLock = [](sqlite3_file* file, int* held) { return opened(file).check_reserved_lock(*held); },
    .xFileControl = [](sqlite3_file*, int, void*) { return SQLITE_NOTFOUND; },
    .xSectorSize = [](sqlite3_file*) { return static_cast<int>(DiskFile::sector); },
    .xDeviceCharacteristics = [](sqlite3_file* file) { return opened(file).characteristics(); },
    .xShmMap = [](sqlite3_file* file, int region, int size, int make,
                  void volatile** memory) { return opened(file).map_memory(region, size, make != 0, *memory); },
    .xShmLock = [](sqlite3_file* file, int first, int count,
                   int flags) { return opened(file).lock_memory(first, count, flags); },
    .xShmBarrier = [](sqlite3_file* file) { opened(file).memory_barrier(); },
    .xShmUnmap = [](sqlite3_file* file, int) { return opened(file).unmap_memory(), SQLITE_OK; },
    .xFetch = nullptr,
    .xUnfetch = nullptr,
};

DiskState& disk_of(sqlite3_vfs* vfs) { return *static_cast<DiskState*>(vfs->pAppData); }

// A connection that a power cut has ended must not make a journal on the disk that others have opened since.
bool is_for_dead_database(const char* path, int flags) {
  return (flags & (SQLITE_OPEN_MAIN_JOURNAL | SQLITE_OPEN_WAL)) && opened(sqlite3_database_file_object(path)).dead();
}

int open(sqlite3_vfs* vfs, const char* path, sqlite3_file* file, int flags, int* flags_out) {
  file->pMethods = nullptr;  // for now there is nothing to close
  DiskState& disk = disk_of(vfs);
  const std::lock_guard lock(disk.mutex);
  if (is_for_dead_database(path, flags)) return SQLITE_IOERR;
  if (const int code = disk.faults.next()) return code;
  std::shared_ptr<Inode> inode = path ? disk.find(path) : nullptr;
  if (inode ? (flags & SQLITE_OPEN_EXCLUSIVE) != 0 : disk.read_only || !(flags & SQLITE_OPEN_CREATE))
    return SQLITE_CANTOPEN;
  if (!inode) {
    inode = std::make_shared<Inode>();
    if (path) disk.names[path].becomes(inode);
  }
  if (disk.read_only) flags = (flags & ~SQLITE_OPEN_READWRITE) | SQLITE_OPEN_READONLY;
  if (flags_out) *flags_out = flags;
  new (file) OpenFile(disk, path ? path : "", std::move(inode), flags);
  file->pMethods = &methods;
  return SQLITE_OK;
}

int remove(sqlite3_vfs* vfs, const char* path, int sync_folder) {
  DiskState& disk = disk_of(vfs);
  const std::lock_guard lock(disk.mutex);
  if (const int code = disk.next_change()) return code;
  if (!disk.find(path)) return SQLITE_IOERR_DELETE_NOENT;
  disk.names.find(path)->second.becomes(nullptr);
  if (sync_folder) disk.sync_folder_of(path);
  return SQLITE_OK;
}

int access(sqlite3_vfs* vfs, const char* path, int flags, int* yes) {
  DiskState& disk = disk_of(vfs);
  const std::lock_guard lock(disk.mutex);
  *yes = disk.find(path) && !(flags == SQLITE_ACCESS_READWRITE && disk.read_only);
  return SQLITE_OK;
}

int full_path(sqlite3_vfs*, const char* path, int size, char* full) {
  sqlite3_snprintf(size, full, "%s", path);
  return SQLITE_OK;
}

sqlite3_vfs* system_vfs() { return sqlite3_vfs_find(nullptr); }

// Who waits for another process would wait in vain.
int sleep(sqlite3_vfs* vfs, int microseconds) {
  DiskState& disk = disk_of(vfs);
  std::unique_lock lock(disk.mutex);
  if (disk.locked_by_another) return microseconds;
  lock.unlock();
  return system_vfs()->xSleep(system_vfs(), microseconds);
}

}  // namespace

sqlite3_vfs make_vfs(DiskState& disk, const std::string& name) {
  sqlite3_vfs vfs{};
  vfs.iVersion = 1;
  vfs.szOsFile = sizeof(OpenFile);
  vfs.mxPathname = 512;
  vfs.zName = name.c_str();
  vfs.pAppData = &disk;
  vfs.xOpen = open;
  vfs.xDelete = remove;
  vfs.xAccess = access;
  vfs.xFullPathname = full_path;
  vfs.xRandomness = [](sqlite3_vfs*, int size, char* to) { return system_vfs()->xRandomness(system_vfs(), size, to); };
  vfs.xSleep = sleep;
  vfs.xCurrentTime = [](sqlite3_vfs*, double* day) { return system_vfs()->xCurrentTime(system_vfs(), day); };
  return vfs;
}

}  // namespace n3::test
