#pragma once

#include <string>
#include <vector>

#include "db/sqlite.hpp"
#include "faulty_disk.hpp"

namespace n3::db {

inline constexpr const char* careful = "PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL";
inline constexpr const char* careful_with_a_journal = "PRAGMA journal_mode = DELETE; PRAGMA synchronous = EXTRA";

/// A database of numbers on a disk: each is added in a transaction of its own, which changes several pages.
class Numbers {
 public:
  static constexpr const char* file = "numbers.db";

  explicit Numbers(const test::FaultyDisk& disk, const std::string& pragmas = careful);

  void add(int number);
  std::vector<int> all();

  void checkpoint() { connection.run("PRAGMA wal_checkpoint"); }

  /// Inserts without beginning or ending a transaction.
  void insert(int number) { insert(connection, number); }
  static void insert(Connection& connection, int number);

  /// Empty: SQLite finds nothing wrong, and each transaction is there whole or not at all.
  std::string what_is_wrong();

  Connection connection;
};

}  // namespace n3::db
