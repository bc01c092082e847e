#pragma once

#include <filesystem>

namespace n3::program {

/// Where the program keeps what it makes: $STATE_DIRECTORY (systemd), $XDG_STATE_HOME/n3 or ~/.local/state/n3. Made,
/// with mode 0700, where it is not there. Throws std::runtime_error that says which and why.
std::filesystem::path state_folder();

}  // namespace n3::program
