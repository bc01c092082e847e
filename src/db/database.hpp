#pragma once

#include <condition_variable>
#include <functional>
#include <memory>
#include <mutex>
#include <vector>

#include "db/sqlite.hpp"

namespace n3::db {

/// A database for many threads: they read at the same time, and what they write at the same time is made durable
/// together. Other processes may use the file as well. Throws Error.
class Database {
 public:
  /// `prepare` is called with each connection that is opened, the first of which is the one that writes.
  using Prepare = std::function<void(Connection&)>;
  Database(Location where, Prepare prepare);

  /// One state of the database, for as long as this lives.
  class Reading;
  Reading read();

  /// Runs `change` in a transaction, together with those of other threads that wait for the disk; it is durable when
  /// this returns. What `change` throws undoes all that it has done, and comes out here. It may be run more than once,
  /// and must not use the database by any other way.
  using Change = std::function<void(Connection&)>;
  void write(const Change& change) { write(change, Sync::full); }

  /// The same, for what may be lost with the power, though not with the process: it waits for no disk.
  void write_unsynced(const Change& change) { write(change, Sync::none); }

  /// Hands out the connection that writes, without a transaction, for what is set up before anybody else is here.
  void set_up(const Change& change);

 private:
  enum class Sync { full, none };
  struct Waiting;
  using Group = std::vector<Waiting*>;

  std::unique_ptr<Connection> open() const;
  void write(const Change& change, Sync sync);
  void write_group(const Group& group);
  void set_sync(Sync sync);
  void write_alone(Waiting& waiting);

  const Location where_;
  const Prepare prepare_;

  std::mutex writer_mutex_;
  const std::unique_ptr<Connection> writer_;  // in memory it is the only connection, and read as well
  Sync sync_ = Sync::full;                    // what it does

  std::mutex queue_mutex_;
  std::condition_variable written_;
  Group queue_;
  bool writing_ = false;  // somebody writes for a group

  std::mutex idle_mutex_;
  std::vector<std::unique_ptr<Connection>> idle_;  // for reading
};

class Database::Reading {
 public:
  ~Reading();
  Reading(const Reading&) = delete;
  Reading& operator=(const Reading&) = delete;

  Connection& operator*() const { return *connection_; }
  Connection* operator->() const { return connection_; }

 private:
  friend class Database;
  explicit Reading(Database& database);

  Database& database_;
  std::unique_lock<std::mutex> lock_;  // of the writer, in memory
  std::unique_ptr<Connection> own_;
  Connection* connection_;
};

}  // namespace n3::db
