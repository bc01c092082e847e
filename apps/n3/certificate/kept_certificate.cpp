#include "certificate/kept_certificate.hpp"

#include <fcntl.h>
#include <fmt/format.h>
#include <sys/file.h>
#include <unistd.h>

#include <algorithm>
#include <stdexcept>
#include <vector>

#include "base/files.hpp"
#include "base/host.hpp"
#include "certificate/certificate.hpp"
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

/// What makes a certificate with these files unfit for another start; empty: nothing.
std::string flaw(const Certificate& files, std::span<const std::string> needed) {
  const auto facts = certificate_facts(read_whole(files.chain).value_or(""), needed);
  if (!facts) return "it was damaged";
  if (!facts->uncovered.empty()) return "it was not good for " + facts->uncovered.front();
  if (facts->ends < std::chrono::system_clock::now() + std::chrono::days(30)) return "it was about to end";
  if (const std::string problem = unreadable(files.key); !problem.empty()) return "its key was lost: " + problem;
  try {
    const net::TlsContext context(files);
    return {};
  } catch (const std::runtime_error& problem) {
    return problem.what();
  }
}

/// The key; empty where it is none, or others could have read it.
std::string usable_key(const std::filesystem::path& file) {
  using std::filesystem::perms;
  std::error_code error;
  const perms mode = std::filesystem::status(file, error).permissions();
  if (error || (mode & (perms::group_all | perms::others_all)) != perms::none) return {};
  const std::string key = read_whole(file).value_or("");
  return is_certificate_key(key) ? key : "";
}

/// Without repetitions: this machine's own names, those needed now, and those that clients may know from the old one.
std::vector<std::string> all_names(std::span<const std::string> needed, const Certificate& old) {
  std::vector<std::string> names = own_names();
  const auto add = [&](const std::string& name) {
    if (std::ranges::find(names, name) == names.end()) names.push_back(name);
  };
  std::ranges::for_each(needed, add);
  if (const auto facts = certificate_facts(read_whole(old.chain).value_or("")))
    std::ranges::for_each(facts->names, add);
  return names;
}

}  // namespace

KeptCertificate kept_certificate(const std::filesystem::path& folder, std::span<const std::string> needed) {
  const FolderLock lock(folder);
  Certificate files{(folder / "n3.crt").string(), (folder / "n3.key").string()};
  std::error_code ignored;
  const bool is_first = !std::filesystem::exists(files.chain, ignored);
  const std::string reason = flaw(files, needed);
  if (reason.empty()) return {files, ""};

  const std::string key = usable_key(files.key);
  const CertificatePair pair = make_certificate(all_names(needed, files), key);
  if (key.empty()) write_whole(files.key, pair.key, 0600);
  write_whole(files.chain, pair.certificate, 0600);
  if (is_first) return {files, ""};
  return {files, fmt::format("the certificate has been renewed, with {} key: {}", key.empty() ? "another" : "the same",
                             reason)};
}

}  // namespace n3::program
