#pragma once

#include <string>

#include "disk/state.hpp"

namespace n3::test {

/// The table through which SQLite uses a disk; both the disk and the name outlive it.
sqlite3_vfs make_vfs(DiskState& disk, const std::string& name);

}  // namespace n3::test
