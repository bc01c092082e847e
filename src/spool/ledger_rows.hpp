#pragma once

#include <chrono>
#include <cstdint>
#include <optional>
#include <string_view>

#include "spool/ledger.hpp"

/// What several parts of the ledger read.
namespace n3::spool {

inline std::int64_t to_seconds(std::chrono::sys_seconds time) { return time.time_since_epoch().count(); }

/// The first column of the first row.
inline std::optional<std::int64_t> find_number(db::Connection& connection, std::string_view sql,
                                               const auto&... values) {
  auto query = connection.query(sql, values...);
  return query.step() ? std::optional(query.integer(0)) : std::nullopt;
}

Health read_health(db::Connection& connection, SourceId source);

/// The newest version of an item.
std::optional<KnownItem> find_item(db::Connection& connection, SourceId source, std::string_view key);

}  // namespace n3::spool
