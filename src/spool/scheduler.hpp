#pragma once

#include <chrono>
#include <condition_variable>
#include <cstddef>
#include <cstdint>
#include <deque>
#include <map>
#include <memory>
#include <mutex>
#include <optional>
#include <set>
#include <stop_token>
#include <thread>
#include <utility>
#include <vector>

namespace n3::spool {

/// Something that is done again and again, never twice at once.
class Task {
 public:
  virtual ~Task() = default;

  /// Does it, on a thread of the scheduler. Returns when to do it again; nothing, or more than a hundred years: when
  /// somebody asks. Must not throw.
  virtual std::optional<std::chrono::seconds> run(std::stop_token stop) = 0;

  /// Makes a run that is under way return soon, and later ones at once. Called once, from another thread.
  virtual void interrupt() = 0;
};

/// Runs tasks when they are due or somebody asks for them, on threads of its own.
///
/// What is due waits while a few others that were due are running. What somebody waits for does not: threads are made
/// for it, so that tasks that hang keep nobody waiting but those who asked for them.
class Scheduler {
 public:
  using Clock = std::chrono::steady_clock;

  /// `patience` is how long people wait for a task.
  explicit Scheduler(std::chrono::milliseconds patience) : patience_(patience) {}

  /// Interrupts what is running, and waits for it.
  ~Scheduler();

  void add(std::shared_ptr<Task> task);  ///< Due at once, when the scheduler is started.
  void start();

  /// A run to wait for, and until when: `patience` after it was asked for first, so that a task that hangs does not
  /// keep everybody waiting anew.
  struct Ticket {
    const Task* task = nullptr;
    std::uint64_t run = 0;  ///< Counted from 1.
    Clock::time_point deadline{};
  };
  Ticket first_run(const Task& task);  ///< The first run there ever was; asks for it where it has not begun.
  Ticket next_run(const Task& task);   ///< Asks for a run that begins after this. Several who ask share it.
  void wait(const Ticket& ticket);     ///< Until the run has ended, or the deadline. Before start(): not at all.

  /// Keeps a task from running while it lives.
  class Hold;
  /// Waits until the task is not running; nothing where that takes longer than `patience`.
  std::unique_ptr<Hold> hold(const Task& task);

 private:
  struct Slot {
    std::shared_ptr<Task> task;
    Clock::time_point since{};  // when the run that is under way or asked for was first wanted
    std::optional<Clock::time_point> due{};
    std::uint64_t begun = 0;
    std::uint64_t ended = 0;
    bool busy = false;     // running, or held
    bool asked = false;    // somebody wants it to run once more
    unsigned holders = 0;  // who wait to hold it: they go before the next run
  };

  Slot& slot(const Task& task) { return slots_.at(&task); }
  Ticket ask(Slot& wanted);
  void work();
  Slot* next();
  void run(Slot& slot, std::unique_lock<std::mutex>& lock, bool background);
  void release(Slot& slot);
  void schedule(Slot& slot);
  void need_thread();

  const std::chrono::milliseconds patience_;
  std::mutex mutex_;
  std::condition_variable work_;   // there is something to run
  std::condition_variable ended_;  // something has been run
  std::map<const Task*, Slot> slots_;
  std::deque<Slot*> asked_;                            // not busy, in the order asked for
  std::set<std::pair<Clock::time_point, Slot*>> due_;  // not busy, not asked for
  std::vector<std::thread> threads_;
  std::stop_source stop_;
  std::size_t free_ = 0;        // threads that run nothing
  std::size_t background_ = 0;  // tasks running that nobody has asked for
  bool started_ = false;
};

class Scheduler::Hold {
 public:
  Hold(Scheduler& scheduler, Slot& slot) : scheduler_(scheduler), slot_(slot) {}
  ~Hold() {
    const std::lock_guard lock(scheduler_.mutex_);
    scheduler_.release(slot_);
  }
  Hold(const Hold&) = delete;
  Hold& operator=(const Hold&) = delete;

 private:
  Scheduler& scheduler_;
  Slot& slot_;
};

}  // namespace n3::spool
