#include "confinement/confinement.hpp"

#include <linux/capability.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/syscall.h>
#include <unistd.h>

#include <cerrno>
#include <cstdint>
#include <cstdlib>
#include <fstream>
#include <system_error>

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

std::string last_error() { return std::error_code(errno, std::generic_category()).message(); }

/// Those of root, should it be root.
bool drop_capabilities() {
  __user_cap_header_struct header{_LINUX_CAPABILITY_VERSION_3, 0};
  const __user_cap_data_struct none[_LINUX_CAPABILITY_U32S_3]{};
  return ::syscall(SYS_capset, &header, none) == 0;
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
                                           "/etc/pki/tls/certs",
                                           "/etc/pki/tls/cert.pem",
                                           "/etc/pki/tls/openssl.cnf",
                                           "/etc/pki/ca-trust/extracted",
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
  std::vector<std::string> missing;
  if (::prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0) != 0) missing.push_back("no_new_privs: " + last_error());
  if (!drop_capabilities()) missing.push_back("capabilities: " + last_error());
  ::prctl(PR_SET_DUMPABLE, 0, 0, 0, 0);
  limit(RLIMIT_CORE, 0);
  limit(RLIMIT_DATA, data_in_use() + more_memory);
  if (const std::string problem = restrict_files(files); !problem.empty()) missing.push_back("Landlock: " + problem);
  if (const std::string problem = restrict_calls(); !problem.empty()) missing.push_back("seccomp: " + problem);
  return missing;
}

}  // namespace n3::program
