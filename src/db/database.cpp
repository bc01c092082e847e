#include "db/database.hpp"

#include <algorithm>
#include <exception>
#include <utility>

namespace n3::db {
namespace {

constexpr std::size_t most_idle = 8;

}  // namespace

struct Database::Waiting {
  const Change& change;
  Sync sync;
  std::exception_ptr failure{};
  bool done = false;
};

Database::Database(Location where, Prepare prepare)
    : where_(std::move(where)), prepare_(std::move(prepare)), writer_(open()) {}

std::unique_ptr<Connection> Database::open() const {
  auto connection = std::make_unique<Connection>(where_);
  prepare_(*connection);
  return connection;
}

void Database::set_up(const Change& change) {
  const std::lock_guard lock(writer_mutex_);
  change(*writer_);
}

// ---- Reading ----

Database::Reading Database::read() { return Reading(*this); }

Database::Reading::Reading(Database& database) : database_(database) {
  if (database.where_.in_memory()) {
    lock_ = std::unique_lock(database.writer_mutex_);
    connection_ = database.writer_.get();
    return;  // nobody else is at it: nothing changes meanwhile
  }
  {
    const std::lock_guard lock(database.idle_mutex_);
    if (!database.idle_.empty()) {
      own_ = std::move(database.idle_.back());
      database.idle_.pop_back();
    }
  }
  if (!own_) {
    own_ = database.open();
    own_->execute("PRAGMA cache_size = -256");  // KiB: there are many of them, and the system has the pages too
  }
  connection_ = own_.get();
  connection_->run("BEGIN");
}

Database::Reading::~Reading() {
  if (!own_) return;
  try {
    own_->run("COMMIT");
    const std::lock_guard lock(database_.idle_mutex_);
    if (database_.idle_.size() < most_idle) database_.idle_.push_back(std::move(own_));
  } catch (...) {
    return;  // it is closed
  }
}

// ---- Writing ----

// Who finds nobody writing writes for all who wait; the others come to the next group meanwhile.
void Database::write(const Change& change, Sync sync) {
  Waiting mine{change, sync};
  std::unique_lock lock(queue_mutex_);
  queue_.push_back(&mine);
  written_.wait(lock, [&] { return mine.done || !writing_; });
  if (!mine.done) {
    writing_ = true;
    const Group group = std::exchange(queue_, {});
    lock.unlock();
    write_group(group);
    lock.lock();
    for (Waiting* waiting : group) waiting->done = true;
    writing_ = false;
    written_.notify_all();
  }
  lock.unlock();
  if (mine.failure) std::rethrow_exception(mine.failure);
}

void Database::write_group(const Group& group) {
  const std::lock_guard lock(writer_mutex_);
  const bool needs_sync = std::ranges::any_of(group, [](const Waiting* each) { return each->sync == Sync::full; });
  try {
    set_sync(needs_sync ? Sync::full : Sync::none);
  } catch (...) {
    for (Waiting* waiting : group) waiting->failure = std::current_exception();
    return;
  }
  if (group.size() == 1) return write_alone(*group.front());
  try {
    Transaction transaction(*writer_);
    for (const Waiting* waiting : group) waiting->change(*writer_);
    transaction.commit();
  } catch (...) {
    for (Waiting* waiting : group) write_alone(*waiting);  // one that fails must not take the others with it
  }
}

// In a write-ahead log NORMAL leaves the log to the system, and what needs a sync later takes with it what stands
// before.
void Database::set_sync(Sync sync) {
  if (sync == sync_) return;
  writer_->execute(sync == Sync::full ? "PRAGMA synchronous = FULL" : "PRAGMA synchronous = NORMAL");
  sync_ = sync;
}

void Database::write_alone(Waiting& waiting) {
  try {
    Transaction transaction(*writer_);
    waiting.change(*writer_);
    transaction.commit();
  } catch (...) {
    waiting.failure = std::current_exception();
  }
}

}  // namespace n3::db
