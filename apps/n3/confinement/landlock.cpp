#include "confinement/landlock.hpp"

#include <fcntl.h>
#include <linux/landlock.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <unistd.h>

#include <cerrno>
#include <cstdint>
#include <system_error>

#include "base/descriptor.hpp"

namespace n3::program {
namespace {

// Newer than the headers of Debian 12.
constexpr std::uint64_t access_truncate = std::uint64_t{1} << 14;
constexpr long truncate_since = 3;

constexpr std::uint64_t access_first = (LANDLOCK_ACCESS_FS_MAKE_SYM << 1) - 1;  // all that the first version knew
constexpr std::uint64_t read_file = LANDLOCK_ACCESS_FS_READ_FILE;
constexpr std::uint64_t read_folder = read_file | LANDLOCK_ACCESS_FS_READ_DIR;
constexpr std::uint64_t write_file = read_file | LANDLOCK_ACCESS_FS_WRITE_FILE | access_truncate;

std::string last_error() { return std::error_code(errno, std::generic_category()).message(); }

bool is_folder(int file) {
  struct stat about{};
  return ::fstat(file, &about) == 0 && S_ISDIR(about.st_mode);
}

/// What is not there, or cannot be allowed, stays forbidden.
void allow(int rules, const std::filesystem::path& path, std::uint64_t of_file, std::uint64_t of_folder) {
  const Descriptor file(::open(path.c_str(), O_PATH | O_CLOEXEC));
  if (file < 0) return;
  const landlock_path_beneath_attr rule{.allowed_access = is_folder(file) ? of_folder : of_file, .parent_fd = file};
  ::syscall(SYS_landlock_add_rule, rules, LANDLOCK_RULE_PATH_BENEATH, &rule, 0);
}

}  // namespace

std::string restrict_files(const AllowedFiles& files) {
  const long version = ::syscall(SYS_landlock_create_ruleset, nullptr, 0, LANDLOCK_CREATE_RULESET_VERSION);
  if (version < 0) return last_error();
  const std::uint64_t handled = access_first | (version >= truncate_since ? access_truncate : 0);
  const landlock_ruleset_attr about{.handled_access_fs = handled};
  const Descriptor rules(static_cast<int>(::syscall(SYS_landlock_create_ruleset, &about, sizeof about, 0)));
  if (rules < 0) return last_error();
  for (const auto& path : files.readable) allow(rules, path, read_file, read_folder);
  for (const auto& path : files.writable) allow(rules, path, write_file & handled, read_folder);
  return ::syscall(SYS_landlock_restrict_self, static_cast<int>(rules), 0) == 0 ? "" : last_error();
}

}  // namespace n3::program
