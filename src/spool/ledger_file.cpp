#include "spool/ledger_file.hpp"

#include <fcntl.h>
#include <unistd.h>

#include <chrono>
#include <cstdint>
#include <utility>

namespace n3::spool {
namespace {

constexpr std::int64_t application_id = 0x4e33'7370;  // "N3sp"

// Other processes write too, and only for moments.
constexpr std::chrono::seconds patience{5};

std::int64_t number(db::Connection& connection, std::string_view sql) {
  auto query = connection.query(sql);
  return query.step() ? query.integer(0) : 0;
}

// SQLite would make it readable for everybody that the umask allows. What is wrong with its folder SQLite says.
void make_private_file(const std::string& file) {
  const int descriptor = ::open(file.c_str(), O_RDWR | O_CREAT | O_EXCL | O_CLOEXEC, S_IRUSR | S_IWUSR);
  if (descriptor >= 0) ::close(descriptor);
}

// SQLite's defaults would lose the last commits with the power, and have readers wait for writers. A process that may
// make no files has nowhere to sort but in memory; and what another one has written into the schema is not run.
void prepare(db::Connection& connection) {
  connection.set_patience(patience);
  connection.execute(
      "PRAGMA synchronous = FULL; PRAGMA foreign_keys = ON; PRAGMA temp_store = MEMORY; "
      "PRAGMA trusted_schema = OFF; PRAGMA cell_size_check = ON");
}

void take_step(db::Connection& connection, std::string_view step, std::size_t format) {
  connection.execute(std::string(step));
  connection.execute("PRAGMA user_version = " + std::to_string(format));
}

void back_up(db::Connection& connection, const db::Location& where, std::size_t format) {
  if (where.in_memory()) return;
  db::Location copy{where.file + ".format-" + std::to_string(format), where.vfs};
  if (copy.vfs.empty()) make_private_file(copy.file);
  db::Connection backup(copy);
  backup.execute("PRAGMA synchronous = EXTRA");  // the journal's end too, before anything is changed
  connection.copy_to(backup);
}

// Under the lock of a writer, since another process may be about to do the same.
void bring_forward(db::Connection& connection, const db::Location& where, std::span<const std::string_view> steps) {
  const auto format = [&] { return static_cast<std::size_t>(number(connection, "PRAGMA user_version")); };
  const std::size_t found = format();
  if (found == steps.size()) return;
  if (found > 0) back_up(connection, where, found);
  db::Transaction transaction(connection);
  for (std::size_t next = format(); next < steps.size(); ++next) take_step(connection, steps[next], next + 1);
  connection.execute("PRAGMA application_id = " + std::to_string(application_id));
  transaction.commit();
}

void require_ledger(db::Connection& connection, std::size_t newest) {
  const bool is_new = number(connection, "SELECT count(*) FROM sqlite_schema") == 0;
  if (!is_new && number(connection, "PRAGMA application_id") != application_id)
    throw std::runtime_error("it is a database of something else; name another file");
  const std::int64_t format = number(connection, "PRAGMA user_version");
  if (std::cmp_greater(format, newest))
    throw std::runtime_error("a newer version of N3 has written it (format " + std::to_string(format) +
                             ", and this is " + std::to_string(newest) +
                             "); use that version, or the copy that it made before");
}

}  // namespace

std::unique_ptr<db::Database> open_ledger_file(const db::Location& where, std::span<const std::string_view> steps) {
  try {
    if (!where.in_memory() && where.vfs.empty()) make_private_file(where.file);
    auto database = std::make_unique<db::Database>(where, prepare);
    database->set_up([&](db::Connection& connection) {
      require_ledger(connection, steps.size());
      bring_forward(connection, where, steps);
      connection.execute("PRAGMA journal_mode = WAL");
    });
    return database;
  } catch (const db::Error& error) {
    throw std::runtime_error("cannot open the spool " + where.file + ": " + db::explain(error));
  } catch (const std::runtime_error& error) {
    throw std::runtime_error("cannot open the spool " + where.file + ": " + error.what());
  }
}

}  // namespace n3::spool
