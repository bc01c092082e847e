#pragma once

#include <concepts>
#include <cstdint>
#include <map>
#include <memory>
#include <stdexcept>
#include <string>
#include <string_view>
#include <utility>

struct sqlite3;
struct sqlite3_stmt;

/// As little of SQLite as a ledger needs. One thread at a time.
namespace n3::db {

/// What SQLite has to say about a statement or a file.
class Error : public std::runtime_error {
 public:
  Error(int code, const std::string& text) : std::runtime_error(text), code_(code) {}

  int code() const { return code_; }  ///< An extended result code, such as SQLITE_CONSTRAINT_UNIQUE.

 private:
  int code_;
};

struct Close {
  void operator()(sqlite3* handle) const;
};
struct Finalize {
  void operator()(sqlite3_stmt* statement) const;
};
using Handle = std::unique_ptr<sqlite3, Close>;
using Prepared = std::unique_ptr<sqlite3_stmt, Finalize>;

/// Octets that are no text, as a parameter of a statement.
struct Blob {
  std::string_view bytes;
};

class Connection;

/// A prepared statement under way and the row that it stands on. Gives the statement back when it is destroyed, so that
/// the next query of the same text need not prepare it.
class Query {
 public:
  Query(Query&& other) noexcept;
  ~Query();

  bool step();  ///< To the next row; false: there is none.

  std::int64_t integer(int column) const;
  std::string_view text(int column) const;  ///< Of text or blob; empty for NULL. Valid until the next step().

 private:
  friend class Connection;
  Query(Connection& connection, std::string_view sql);

  template <class... Values>
  void bind(const Values&... values) {
    int index = 0;
    (put(++index, values), ...);
  }
  template <std::integral Integer>
  void put(int index, Integer value) {
    put_integer(index, static_cast<std::int64_t>(value));
  }
  void put(int index, std::string_view text);
  void put(int index, Blob blob);
  void put_integer(int index, std::int64_t value);
  void check(int result) const;

  Connection* connection_;
  std::string_view sql_;
  Prepared* idle_;  // where the statement rests between queries
  Prepared statement_;
};

/// An open database. All its functions throw Error.
class Connection {
 public:
  /// Makes the file where there is none. ":memory:" lives as long as the connection. `vfs` names the SQLite VFS that
  /// the file lives in; empty: the file system.
  explicit Connection(const std::string& file, const std::string& vfs = {});

  /// Runs statements without parameters, such as a schema.
  void execute(const std::string& sql);

  /// Runs one statement with its parameters; what it may select is dropped.
  template <class... Values>
  void run(std::string_view sql, const Values&... values) {
    query(sql, values...).step();
  }

  /// A statement to be stepped through. Statements are prepared once a text, which has to outlive the query.
  template <class... Values>
  Query query(std::string_view sql, const Values&... values) {
    Query result(*this, sql);
    result.bind(values...);
    return result;
  }

  std::int64_t last_inserted() const;
  std::int64_t changes() const;  ///< Rows that the last INSERT, UPDATE or DELETE has changed.

 private:
  friend class Query;
  friend class Transaction;
  void roll_back() noexcept;
  [[noreturn]] void fail(std::string_view what) const;

  Handle handle_;
  std::map<std::string, Prepared, std::less<>> idle_;  // statements by their text; null: it is under way
};

/// All or nothing: what is not committed is rolled back at the end of the scope.
class Transaction {
 public:
  explicit Transaction(Connection& connection);
  ~Transaction();
  Transaction(const Transaction&) = delete;
  Transaction& operator=(const Transaction&) = delete;

  void commit();

 private:
  Connection& connection_;
  bool open_ = true;
};

}  // namespace n3::db
