#include <fcntl.h>
#include <sys/file.h>
#include <unistd.h>

#include <algorithm>
#include <stdexcept>
#include <vector>

#include "certificate.hpp"
#include "files.hpp"
#include "host.hpp"
#include "net/tls_context.hpp"

namespace n3::program {
namespace {

/// Holds a folder while its files are looked at and written, against other programs that do the same.
class FolderLock {
 public:
  explicit FolderLock(const std::filesystem::path& folder) : descriptor_(::open(folder.c_str(), O_RDONLY | O_CLOEXEC)) {
    if (descriptor_ >= 0) ::flock(descriptor_, LOCK_EX);
  }
  FolderLock(const FolderLock&) = delete;
  FolderLock& operator=(const FolderLock&) = delete;
  ~FolderLock() {
    if (descriptor_ >= 0) ::close(descriptor_);
  }

 private:
  int descriptor_;
};

bool is_good(const Certificate& files, std::span<const std::string> needed) {
  const auto pem = read_whole(files.chain);
  if (!pem) return false;
  const auto facts = certificate_facts(*pem, needed);
  if (!facts || !facts->uncovered.empty()) return false;
  if (facts->ends < std::chrono::system_clock::now() + std::chrono::days(30)) return false;
  try {
    const net::TlsContext context(files);
    return true;
  } catch (const std::runtime_error&) {
    return false;
  }
}

}  // namespace

Certificate kept_certificate(const std::filesystem::path& folder, std::span<const std::string> needed) {
  const FolderLock lock(folder);
  Certificate files{(folder / "n3.crt").string(), (folder / "n3.key").string()};
  if (is_good(files, needed)) return files;

  std::vector<std::string> names = own_names();
  for (const std::string& name : needed) {
    if (std::ranges::find(names, name) == names.end()) names.push_back(name);
  }
  const CertificatePair pair = make_certificate(names);
  write_whole(files.key, pair.key, 0600);
  write_whole(files.chain, pair.certificate, 0600);
  return files;
}

}  // namespace n3::program
