#include "base/state_folder.hpp"

#include <fmt/format.h>
#include <pwd.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>
#include <cstdlib>
#include <stdexcept>
#include <string>

namespace n3::program {
namespace {

std::string variable(const char* name) {
  const char* value = std::getenv(name);
  return value ? value : "";
}

std::filesystem::path home() {
  if (const std::string home = variable("HOME"); !home.empty()) return home;
  const passwd* entry = ::getpwuid(::getuid());
  return entry && entry->pw_dir ? entry->pw_dir : "/";
}

std::filesystem::path chosen_folder() {
  // systemd names several, with colons between them, where a unit asks for several.
  if (const std::string state = variable("STATE_DIRECTORY"); !state.empty()) return state.substr(0, state.find(':'));
  if (const std::string state = variable("XDG_STATE_HOME"); state.starts_with('/')) {
    return std::filesystem::path(state) / "n3";
  }
  return home() / ".local" / "state" / "n3";
}

}  // namespace

std::filesystem::path state_folder() {
  const std::filesystem::path folder = chosen_folder();
  std::error_code error;
  std::filesystem::create_directories(folder.parent_path(), error);
  if (!error && ::mkdir(folder.c_str(), 0700) != 0) error.assign(errno, std::generic_category());
  std::error_code ignored;
  if (!error || std::filesystem::is_directory(folder, ignored)) return folder;
  throw std::runtime_error(
      fmt::format("cannot make the state folder {}: {}; set XDG_STATE_HOME to a folder that can be written to",
                  folder.string(), error.message()));
}

}  // namespace n3::program
