#pragma once

#include <memory>

#include <n3/spool.hpp>

#include "db/sqlite.hpp"

namespace n3::spool {

/// What Spool::open opens, wherever SQLite can have it.
std::shared_ptr<Spool> open(const db::Location& where, SpoolOptions options);

}  // namespace n3::spool
