#pragma once

#include <memory>

#include <n3/spool.hpp>

#include "db/sqlite.hpp"

namespace n3::spool {

/// Who sees to it that what mailboxes keep no longer goes: of several processes with one file one is enough, and it
/// should not be one that is started anew again and again, which knows no clock that has jumped.
enum class Housekeeping { here, elsewhere };

/// What Spool::open opens, wherever SQLite can have it.
std::shared_ptr<Spool> open(const db::Location& where, SpoolOptions options,
                            Housekeeping housekeeping = Housekeeping::here);

}  // namespace n3::spool
