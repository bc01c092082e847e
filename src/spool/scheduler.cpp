#include "spool/scheduler.hpp"

#include <algorithm>
#include <system_error>

namespace n3::spool {
namespace {

constexpr std::size_t most_background = 4;
constexpr std::size_t most_threads = 64;

// Later than anybody waits, and little enough for the clock to count.
constexpr std::chrono::years never{100};

}  // namespace

Scheduler::~Scheduler() {
  {
    const std::lock_guard lock(mutex_);
    stop_.request_stop();
    work_.notify_all();
  }
  for (auto& [task, slot] : slots_) slot.task->interrupt();
  for (std::thread& thread : threads_) thread.join();
}

void Scheduler::add(std::shared_ptr<Task> task) {
  const std::lock_guard lock(mutex_);
  Slot& slot = slots_[task.get()];
  slot.task = std::move(task);
  slot.due = slot.since = Clock::now();
  if (started_) schedule(slot);
}

void Scheduler::start() {
  const std::lock_guard lock(mutex_);
  if (std::exchange(started_, true)) return;
  for (auto& [task, slot] : slots_) {
    slot.due = slot.since = Clock::now();
    schedule(slot);
  }
}

Scheduler::Ticket Scheduler::first_run(const Task& task) {
  const std::lock_guard lock(mutex_);
  Slot& wanted = slot(task);
  if (wanted.begun == 0) return ask(wanted);
  return {&task, 1, wanted.since + patience_};
}

Scheduler::Ticket Scheduler::next_run(const Task& task) {
  const std::lock_guard lock(mutex_);
  return ask(slot(task));
}

Scheduler::Ticket Scheduler::ask(Slot& wanted) {
  if (!wanted.asked && started_) {
    if (!wanted.busy) wanted.since = Clock::now();
    if (wanted.due) due_.erase({*wanted.due, &wanted});
    wanted.asked = true;
    schedule(wanted);
  }
  return {wanted.task.get(), wanted.begun + 1, wanted.since + patience_};
}

void Scheduler::wait(const Ticket& ticket) {
  std::unique_lock lock(mutex_);
  const Slot& wanted = slot(*ticket.task);
  if (started_) ended_.wait_until(lock, ticket.deadline, [&] { return wanted.ended >= ticket.run; });
}

std::unique_ptr<Scheduler::Hold> Scheduler::hold(const Task& task) {
  std::unique_lock lock(mutex_);
  Slot& wanted = slot(task);
  ++wanted.holders;
  const bool free = ended_.wait_for(lock, patience_, [&] { return !wanted.busy; });
  --wanted.holders;
  if (!free) return nullptr;
  wanted.busy = true;
  std::erase(asked_, &wanted);
  if (wanted.due) due_.erase({*wanted.due, &wanted});
  return std::make_unique<Hold>(*this, wanted);
}

void Scheduler::work() {
  std::unique_lock lock(mutex_);
  while (!stop_.stop_requested()) {
    const bool background = asked_.empty();
    if (Slot* slot = next()) {
      run(*slot, lock, background);
      continue;
    }
    if (due_.empty() || background_ >= most_background) {
      work_.wait(lock);
    } else {
      work_.wait_until(lock, due_.begin()->first);
    }
  }
}

// What is to be run now, taken out of its queue.
Scheduler::Slot* Scheduler::next() {
  if (!asked_.empty()) {
    Slot* slot = asked_.front();
    asked_.pop_front();
    return slot;
  }
  if (due_.empty() || background_ >= most_background || due_.begin()->first > Clock::now()) return nullptr;
  Slot* slot = due_.begin()->second;
  due_.erase(due_.begin());
  return slot;
}

void Scheduler::run(Slot& slot, std::unique_lock<std::mutex>& lock, bool background) {
  if (!slot.asked && slot.begun > 0) slot.since = Clock::now();
  slot.busy = true;
  slot.asked = false;
  ++slot.begun;
  background_ += background ? 1 : 0;
  --free_;
  need_thread();

  lock.unlock();
  const auto again = slot.task->run(stop_.get_token());
  lock.lock();

  ++free_;
  background_ -= background ? 1 : 0;
  slot.ended = slot.begun;
  slot.since = Clock::now();
  slot.due = again && *again < never ? std::optional(slot.since + *again) : std::nullopt;
  release(slot);
}

void Scheduler::release(Slot& slot) {
  slot.busy = false;
  schedule(slot);
  ended_.notify_all();
}

// Puts a task where it will be found, unless it is busy or about to be.
void Scheduler::schedule(Slot& slot) {
  if (!started_ || slot.busy || slot.holders > 0) return;
  if (slot.asked) {
    asked_.push_back(&slot);
  } else if (slot.due) {
    due_.emplace(*slot.due, &slot);
  }
  need_thread();
  work_.notify_one();
}

// Somebody has to look after what is queued while all the others are busy.
void Scheduler::need_thread() {
  const bool queued = !asked_.empty() || !due_.empty();
  if (!queued || free_ > 0 || threads_.size() >= most_threads || stop_.stop_requested()) return;
  try {
    threads_.emplace_back([this] { work(); });
    ++free_;
  } catch (const std::system_error&) {
    if (threads_.empty()) throw;  // otherwise those there are do it, more slowly
  }
}

}  // namespace n3::spool
