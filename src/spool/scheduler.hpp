#pragma once

#include <chrono>
#include <condition_variable>
#include <cstddef>
#include <cstdint>
#include <functional>
#include <map>
#include <memory>
#include <mutex>
#include <new>
#include <optional>
#include <set>
#include <stop_token>
#include <utility>
#include <vector>

#include "base/workers.hpp"

namespace n3::spool {

/// Something that is done again and again, never twice at once.
class Task {
 public:
  virtual ~Task() = default;

  /// Does it, on a thread of the scheduler. Returns when to do it again; nothing, or more than a hundred years: when
  /// somebody asks. Throws nothing but std::bad_alloc.
  virtual std::optional<std::chrono::seconds> run(const std::stop_token& stop) = 0;

  /// Makes a run that is under way return soon, and later ones at once. Called once, from another thread.
  virtual void interrupt() = 0;
};

/// Runs tasks when they are due or somebody asks for them, on threads of its own.
///
/// What is due waits while a few others that were due have just begun. What somebody asks for does not: a thread is
/// made for it where none is free. So tasks that hang keep nobody waiting but those who asked for them, and these hold
/// no thread while they wait.
class Scheduler {
  struct Slot;

 public:
  using Clock = std::chrono::steady_clock;

  /// `patience` is how long people wait for a task.
  explicit Scheduler(std::chrono::milliseconds patience) : patience_(patience) {}
  ~Scheduler() { stop(); }

  /// Due after this time, when the scheduler is started; none: when somebody asks for it.
  void add(std::shared_ptr<Task> task, std::optional<std::chrono::seconds> first = std::chrono::seconds(0));
  void start();

  /// Interrupts what is running, and waits for it. Who still waits for a run does so no longer: what was to be done
  /// then is dropped. Not from a thread of the scheduler.
  void stop();

  bool has_this_thread() const { return workers_.has_this_thread(); }  ///< Whether who asks runs here.

  /// A run to wait for, and until when: `patience` after it was asked for first, so that a task that hangs does not
  /// keep everybody waiting anew.
  struct Ticket {
    const Slot* slot = nullptr;
    std::uint64_t run = 0;  ///< Counted from 1.
    Clock::time_point deadline{};
  };
  Ticket first_run(const Task& task);  ///< The first run there ever was; asks for it where it has not begun.
  Ticket next_run(const Task& task);   ///< Asks for a run that begins after this. Several who ask share it.

  using Job = Workers::Task;  ///< Must not throw.

  /// Does `next` once each of these runs has ended or is past its deadline: at once where that is so already or nothing
  /// runs, before start() and after stop(), and otherwise on a thread of the scheduler.
  void when_over(std::vector<Ticket> tickets, Job next);

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
    bool busy = false;               // running, or held
    bool asked = false;              // somebody wants it to run once more
    unsigned holders = 0;            // who wait to hold it: they go before the next run
    Clock::time_point stalled_at{};  // see background_
  };

  using Timetable = std::set<std::pair<Clock::time_point, Slot*>>;

  struct Wait {
    std::vector<Ticket> tickets;  // of runs that are not over
    Job next;
  };

  Slot& slot(const Task& task) { return slots_.at(&task); }
  bool runs() const { return started_ && !stop_.stop_requested(); }

  Ticket ask(Slot& wanted);
  void schedule(Slot& slot);
  void begin(Slot& slot);
  void run(Slot& slot);
  void release(Slot& slot);

  static void drop_over(std::vector<Ticket>& tickets, Clock::time_point now);
  void watch_clock();  // begins what is due, and ends waits at their deadlines
  void begin_due();
  void end_waits();
  Clock::time_point next_alarm() const;
  void wake_by(Clock::time_point time);

  void post(Job job);

  const std::chrono::milliseconds patience_;
  std::mutex mutex_;
  std::map<const Task*, Slot> slots_;
  std::condition_variable released_;  // a task is not busy any more
  Timetable due_;                     // not busy, not asked for
  Timetable background_;              // running, not asked for; when they will have taken too long to count
  std::vector<Wait> waits_;
  bool started_ = false;
  std::stop_source stop_;

  std::condition_variable tick_;                        // for the thread that watches the clock:
  Clock::time_point alarm_ = Clock::time_point::max();  // when it will look next

  Workers workers_{1024};
};

class Scheduler::Hold {
 public:
  Hold(Scheduler& scheduler, Slot& slot) : scheduler_(scheduler), slot_(slot) {}
  ~Hold() {
    const std::lock_guard lock(scheduler_.mutex_);
    try {
      scheduler_.release(slot_);
    } catch (const std::bad_alloc&) {
      return;  // it runs when somebody asks for it again
    }
  }
  Hold(const Hold&) = delete;
  Hold& operator=(const Hold&) = delete;

 private:
  Scheduler& scheduler_;
  Slot& slot_;
};

}  // namespace n3::spool
