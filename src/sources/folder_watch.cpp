#include "sources/folder_watch.hpp"

#include <algorithm>
#include <array>
#include <cerrno>

#include <linux/magic.h>
#include <sys/inotify.h>
#include <sys/stat.h>
#include <sys/statfs.h>
#include <unistd.h>

namespace n3::sources {
namespace {

namespace fs = std::filesystem;

constexpr std::uint32_t events = IN_CREATE | IN_DELETE | IN_MOVE | IN_MODIFY | IN_CLOSE_WRITE | IN_ATTRIB |
                                 IN_DELETE_SELF | IN_MOVE_SELF | IN_ONLYDIR;

// Those whose every change goes through this machine. Of others, such as NFS, it does not.
bool is_local(const fs::path& folder) {
  constexpr long xfs = 0x58465342;
  constexpr long zfs = 0x2fc12fc1;
  constexpr std::array<long, 6> local{EXT4_SUPER_MAGIC, xfs, zfs, BTRFS_SUPER_MAGIC, F2FS_SUPER_MAGIC, TMPFS_MAGIC};
  struct statfs system{};
  return ::statfs(folder.c_str(), &system) == 0 &&
         std::ranges::find(local, static_cast<long>(system.f_type)) != local.end();
}

}  // namespace

FolderWatch::FolderWatch() : descriptor_(::inotify_init1(IN_NONBLOCK | IN_CLOEXEC)) {}

FolderWatch::~FolderWatch() {
  if (descriptor_ >= 0) ::close(descriptor_);
}

void FolderWatch::add(const fs::path& folder) {
  struct stat about{};
  if (is_blind_ || !is_local(folder) || ::inotify_add_watch(descriptor_, folder.c_str(), events) < 0 ||
      ::stat(folder.c_str(), &about) != 0)
    return give_up();
  folders_.push_back({folder, about.st_dev, about.st_ino});
}

ssize_t FolderWatch::read_events() {
  std::array<char, 4096> some;
  return ::read(descriptor_, some.data(), some.size());
}

// The kernel keeps its watches, since to end one takes it longer than a listing: what they tell of folders that are
// looked at no more costs one for nothing.
void FolderWatch::begin_anew() {
  is_blind_ = descriptor_ < 0;
  while (!is_blind_ && read_events() > 0) continue;
  folders_.clear();
}

// Another folder may have come to be there without an event: above it one was renamed, or a disk mounted.
bool FolderWatch::is_quiet() {
  if (is_blind_) return false;
  const bool is_silent = read_events() < 0 && errno == EAGAIN;
  is_blind_ = !is_silent || !std::ranges::all_of(folders_, [](const Watched& folder) {
    struct stat now{};
    return ::stat(folder.path.c_str(), &now) == 0 && now.st_dev == folder.device && now.st_ino == folder.inode;
  });
  return !is_blind_;
}

}  // namespace n3::sources
