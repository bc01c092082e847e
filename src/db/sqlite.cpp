#include "db/sqlite.hpp"

#include <sqlite3.h>

namespace n3::db {

void Close::operator()(sqlite3* handle) const { sqlite3_close_v2(handle); }

void Finalize::operator()(sqlite3_stmt* statement) const { sqlite3_finalize(statement); }

Query::Query(Connection& connection, std::string_view sql) : connection_(&connection), sql_(sql) {
  auto found = connection.idle_.find(sql);
  if (found == connection.idle_.end()) found = connection.idle_.try_emplace(std::string(sql)).first;
  idle_ = &found->second;
  statement_ = std::move(*idle_);
  if (statement_) return;
  sqlite3_stmt* statement = nullptr;
  const int result = sqlite3_prepare_v3(connection.handle_.get(), sql.data(), static_cast<int>(sql.size()),
                                        SQLITE_PREPARE_PERSISTENT, &statement, nullptr);
  check(result);
  statement_.reset(statement);
}

Query::Query(Query&& other) noexcept = default;

Query::~Query() {
  if (!statement_) return;
  sqlite3_reset(statement_.get());
  sqlite3_clear_bindings(statement_.get());
  if (!*idle_) *idle_ = std::move(statement_);
}

bool Query::step() {
  const int result = sqlite3_step(statement_.get());
  if (result != SQLITE_ROW && result != SQLITE_DONE) check(result);
  return result == SQLITE_ROW;
}

std::int64_t Query::integer(int column) const { return sqlite3_column_int64(statement_.get(), column); }

std::string_view Query::text(int column) const {
  const auto* bytes = static_cast<const char*>(sqlite3_column_blob(statement_.get(), column));
  return {bytes, static_cast<std::size_t>(sqlite3_column_bytes(statement_.get(), column))};
}

void Query::put(int index, std::string_view text) {
  check(sqlite3_bind_text64(statement_.get(), index, text.data() ? text.data() : "", text.size(), SQLITE_TRANSIENT,
                            SQLITE_UTF8));
}

void Query::put(int index, Blob blob) {
  check(sqlite3_bind_blob64(statement_.get(), index, blob.bytes.data() ? blob.bytes.data() : "", blob.bytes.size(),
                            SQLITE_TRANSIENT));
}

void Query::put_integer(int index, std::int64_t value) { check(sqlite3_bind_int64(statement_.get(), index, value)); }

void Query::check(int result) const {
  if (result != SQLITE_OK) connection_->fail(sql_);
}

Connection::Connection(const std::string& file, const std::string& vfs) {
  sqlite3* handle = nullptr;
  const int flags = SQLITE_OPEN_READWRITE | SQLITE_OPEN_CREATE | SQLITE_OPEN_NOMUTEX | SQLITE_OPEN_EXRESCODE;
  const int result = sqlite3_open_v2(file.c_str(), &handle, flags, vfs.empty() ? nullptr : vfs.c_str());
  handle_.reset(handle);
  if (result != SQLITE_OK) fail("opening " + file);
}

void Connection::execute(const std::string& sql) {
  if (sqlite3_exec(handle_.get(), sql.c_str(), nullptr, nullptr, nullptr) != SQLITE_OK) fail(sql);
}

std::int64_t Connection::last_inserted() const { return sqlite3_last_insert_rowid(handle_.get()); }

std::int64_t Connection::changes() const { return sqlite3_changes64(handle_.get()); }

// SQLite may have done it by itself, as it does when the disk is full: that is no error.
void Connection::roll_back() noexcept { sqlite3_exec(handle_.get(), "ROLLBACK", nullptr, nullptr, nullptr); }

void Connection::fail(std::string_view what) const {
  throw Error(sqlite3_extended_errcode(handle_.get()),
              "SQLite: " + std::string(sqlite3_errmsg(handle_.get())) + " (" + std::string(what) + ")");
}

Transaction::Transaction(Connection& connection) : connection_(connection) { connection_.run("BEGIN IMMEDIATE"); }

Transaction::~Transaction() {
  if (open_) connection_.roll_back();
}

void Transaction::commit() {
  connection_.run("COMMIT");
  open_ = false;
}

}  // namespace n3::db
