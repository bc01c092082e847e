#pragma once

#include <cstdint>
#include <filesystem>
#include <vector>

#include <sys/types.h>

namespace n3::sources {

/// Knows whether anything has happened in folders, or to a file in one of them, since it was told to watch them: an
/// economy, by inotify. Where it cannot know it says that something has: on file systems that other machines change,
/// and where there are more watches than the system has.
class FolderWatch {
 public:
  FolderWatch();
  ~FolderWatch();
  FolderWatch(const FolderWatch&) = delete;
  FolderWatch& operator=(const FolderWatch&) = delete;

  void add(const std::filesystem::path& folder);  ///< Before it is listed.
  void give_up() { is_blind_ = true; }            ///< Something is there that cannot be watched.

  void begin_anew();  ///< What has happened does not count, and nothing is watched.

  /// Whether nothing has happened. Once something has, that is so until it begins anew.
  bool is_quiet();

 private:
  ssize_t read_events();  // as read() answers

  struct Watched {
    std::filesystem::path path;
    dev_t device;
    ino_t inode;
  };

  int descriptor_;
  bool is_blind_ = false;
  std::vector<Watched> folders_;
};

}  // namespace n3::sources
