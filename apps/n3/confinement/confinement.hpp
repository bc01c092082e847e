#pragma once

#include <filesystem>
#include <string>
#include <vector>

namespace n3::program {

/// What a process may still do with files once it is confined. Of a folder all that is in it; what is not there is left
/// out.
struct AllowedFiles {
  std::vector<std::filesystem::path> readable;
  std::vector<std::filesystem::path> writable;  ///< And readable.
};

/// What libraries read to find hosts and to trust them: resolver, certificates, time zones, locales.
std::vector<std::filesystem::path> network_files();

/// Confines this process for good, as far as the kernel can: no privileges, no core dumps, four GiB more of memory,
/// none but these files to be opened (Landlock), and no programs, children, other processes, modes and owners of files,
/// sockets but those of IP, or listening (seccomp). To be called before there are other threads. Returns what the
/// kernel could not do, a line each.
std::vector<std::string> confine(const AllowedFiles& files);

}  // namespace n3::program
