#pragma once

#include <memory>
#include <span>
#include <stdexcept>
#include <string>
#include <string_view>

#include "db/database.hpp"
#include "spool/schema.hpp"

namespace n3::spool {

/// Opens the database of a ledger, made where there is none: for its owner alone, and of the newest format. A file of
/// an older one is copied first, to FILE.format-N, and then brought forward in one transaction. Throws
/// std::runtime_error that says what is wrong with the file and what to do; it has not been changed then.
std::unique_ptr<db::Database> open_ledger_file(const db::Location& where,
                                               std::span<const std::string_view> steps = formats);

}  // namespace n3::spool
