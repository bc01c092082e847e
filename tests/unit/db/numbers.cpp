#include "numbers.hpp"

namespace n3::db {
namespace {

// Longer than a page, so that a transaction that has come apart shows.
std::string text_of(int number) { return std::string(5000, static_cast<char>('a' + number % 26)); }

}  // namespace

Numbers::Numbers(const test::FaultyDisk& disk, const std::string& pragmas) : connection({file, disk.name()}) {
  connection.execute(pragmas);
  connection.execute("PRAGMA wal_autocheckpoint = 12; PRAGMA cache_size = 4");
  connection.execute(
      "BEGIN; CREATE TABLE IF NOT EXISTS number (number INTEGER PRIMARY KEY, text TEXT NOT NULL);"
      "CREATE TABLE IF NOT EXISTS total (numbers INTEGER NOT NULL);"
      "INSERT INTO total SELECT 0 WHERE NOT EXISTS (SELECT 1 FROM total); COMMIT");
}

void Numbers::add(int number) {
  Transaction transaction(connection);
  insert(number);
  transaction.commit();
}

void Numbers::insert(Connection& connection, int number) {
  connection.run("INSERT INTO number VALUES (?, ?)", number, text_of(number));
  connection.run("UPDATE total SET numbers = numbers + 1");
}

std::vector<int> Numbers::all() {
  std::vector<int> numbers;
  for (Query query = connection.query("SELECT number FROM number ORDER BY number"); query.step();)
    numbers.push_back(static_cast<int>(query.integer(0)));
  return numbers;
}

std::string Numbers::what_is_wrong() {
  Query check = connection.query("PRAGMA integrity_check");
  check.step();
  if (check.text(0) != "ok") return std::string(check.text(0));
  Query total = connection.query("SELECT (SELECT numbers FROM total) = (SELECT count(*) FROM number)");
  total.step();
  if (!total.integer(0)) return "a transaction is there in part";
  for (Query query = connection.query("SELECT number, text FROM number"); query.step();)
    if (query.text(1) != text_of(static_cast<int>(query.integer(0)))) return "a text has changed";
  return {};
}

}  // namespace n3::db
