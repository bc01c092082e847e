#include "confinement/confinement.hpp"

#include <sys/prctl.h>
#include <sys/resource.h>
#include <unistd.h>

#include <cstdint>
#include <cstdlib>
#include <fstream>

#include "confinement/landlock.hpp"
#include "confinement/seccomp.hpp"

namespace n3::program {
namespace {

constexpr rlim_t more_memory = std::uint64_t{4} << 30;

/// Octets of memory that could be written to, as RLIMIT_DATA counts them: sanitizers have terabytes.
rlim_t data_in_use() {
  std::ifstream file("/proc/self/statm");
  rlim_t size = 0, resident = 0, shared = 0, text = 0, library = 0, data = 0;
  file >> size >> resident >> shared >> text >> library >> data;
  return data * static_cast<rlim_t>(::sysconf(_SC_PAGESIZE));
}

void limit(int resource, rlim_t most) {
  const rlimit limits{most, most};
  ::setrlimit(static_cast<__rlimit_resource>(resource), &limits);
}

}  // namespace

std::vector<std::filesystem::path> network_files() {
  std::vector<std::filesystem::path> files{"/usr",
                                           "/lib",
                                           "/lib64",
                                           "/etc/ld.so.cache",
                                           "/etc/ssl/certs",
                                           "/etc/ssl/openssl.cnf",
                                           "/etc/ca-certificates",
                                           "/etc/pki/tls",
                                           "/etc/resolv.conf",
                                           "/etc/hosts",
                                           "/etc/host.conf",
                                           "/etc/nsswitch.conf",
                                           "/etc/gai.conf",
                                           "/etc/services",
                                           "/etc/protocols",
                                           "/etc/localtime",
                                           "/dev/null",
                                           "/dev/urandom",
                                           "/proc/self",
                                           "/proc/sys/vm/overcommit_memory",
                                           "/sys/devices/system/cpu"};
  for (const char* name : {"SSL_CERT_FILE", "SSL_CERT_DIR", "CURL_CA_BUNDLE", "OPENSSL_CONF"})
    if (const char* path = std::getenv(name)) files.emplace_back(path);
  return files;
}

std::vector<std::string> confine(const AllowedFiles& files) {
  ::prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0);
  ::prctl(PR_SET_DUMPABLE, 0, 0, 0, 0);
  limit(RLIMIT_CORE, 0);
  limit(RLIMIT_DATA, data_in_use() + more_memory);
  std::vector<std::string> missing;
  if (const std::string problem = restrict_files(files); !problem.empty()) missing.push_back("Landlock: " + problem);
  if (const std::string problem = restrict_calls(); !problem.empty()) missing.push_back("seccomp: " + problem);
  return missing;
}

}  // namespace n3::program
