#include "spool/scheduler.hpp"

#include <algorithm>
#include <iterator>
#include <new>
#include <utility>

namespace n3::spool {
namespace {

constexpr std::size_t most_background = 4;
constexpr std::chrono::seconds stall{1};  // what has run for so long waits for somebody else: it keeps no others back

constexpr std::chrono::seconds after_trouble{30};  // without memory

// Later than anybody waits, and little enough for the clock to count.
constexpr std::chrono::years never{100};

}  // namespace

void Scheduler::add(std::shared_ptr<Task> task, std::optional<std::chrono::seconds> first) {
  const std::lock_guard lock(mutex_);
  Slot& slot = slots_[task.get()];
  slot.task = std::move(task);
  slot.since = Clock::now();
  if (first && *first < never) slot.due = slot.since + *first;
  schedule(slot);
}

void Scheduler::start() {
  const std::lock_guard lock(mutex_);
  if (started_ || stop_.stop_requested()) return;
  workers_.post([this] { watch_clock(); });
  started_ = true;
  for (auto& [task, slot] : slots_) {
    slot.since = Clock::now();
    schedule(slot);
  }
}

void Scheduler::stop() {
  std::vector<Wait> waits;  // what they hold is destroyed without the lock
  std::vector<std::shared_ptr<Task>> tasks;
  {
    const std::lock_guard lock(mutex_);
    if (!stop_.request_stop()) return;
    waits.swap(waits_);
    for (const auto& [task, slot] : slots_) tasks.push_back(slot.task);
    tick_.notify_all();
  }
  for (const auto& task : tasks) task->interrupt();
  workers_.stop();
}

// ---- Tasks ----

Scheduler::Ticket Scheduler::first_run(const Task& task) {
  const std::lock_guard lock(mutex_);
  Slot& wanted = slot(task);
  if (wanted.begun == 0) return ask(wanted);
  return {&wanted, 1, wanted.since + patience_};
}

Scheduler::Ticket Scheduler::next_run(const Task& task) {
  const std::lock_guard lock(mutex_);
  return ask(slot(task));
}

Scheduler::Ticket Scheduler::ask(Slot& wanted) {
  const std::uint64_t run = wanted.begun + 1;
  if (runs()) {
    if (!wanted.asked && !wanted.busy) wanted.since = Clock::now();
    wanted.asked = true;
    schedule(wanted);
  }
  return {&wanted, run, wanted.since + patience_};
}

std::unique_ptr<Scheduler::Hold> Scheduler::hold(const Task& task) {
  std::unique_lock lock(mutex_);
  Slot& wanted = slot(task);
  ++wanted.holders;
  const bool free = released_.wait_for(lock, patience_, [&] { return !wanted.busy; });
  --wanted.holders;
  if (!free) return nullptr;
  wanted.busy = true;
  wanted.since = Clock::now();
  if (wanted.due) due_.erase({*wanted.due, &wanted});
  return std::make_unique<Hold>(*this, wanted);
}

// Begins what somebody wants, or puts it where the clock finds it, unless it is busy or about to be.
void Scheduler::schedule(Slot& slot) {
  if (!runs() || slot.busy || slot.holders > 0) return;
  if (slot.asked) {
    begin(slot);
  } else if (slot.due) {
    due_.emplace(*slot.due, &slot);
    wake_by(*slot.due);
  }
}

void Scheduler::begin(Slot& slot) {
  post([this, &slot] { run(slot); });
  if (slot.due) due_.erase({*slot.due, &slot});
  slot.busy = true;
  ++slot.begun;
  if (!std::exchange(slot.asked, false)) {
    slot.stalled_at = Clock::now() + stall;
    background_.emplace(slot.stalled_at, &slot);
  }
}

void Scheduler::run(Slot& slot) {
  std::optional<std::chrono::seconds> again;
  try {
    again = slot.task->run(stop_.get_token());
  } catch (...) {
    again = after_trouble;  // there was no memory, or else it is a mistake: it must not be the end of the task
  }
  const std::lock_guard lock(mutex_);
  slot.ended = slot.begun;
  slot.since = Clock::now();
  slot.due = again && *again < never ? std::optional(slot.since + *again) : std::nullopt;
  if (background_.erase({slot.stalled_at, &slot}) > 0) wake_by(slot.since);  // another one may begin
  release(slot);
  end_waits();
}

void Scheduler::release(Slot& slot) {
  slot.busy = false;
  schedule(slot);
  released_.notify_all();
}

// ---- Time ----

void Scheduler::when_over(std::vector<Ticket> tickets, Job next) {
  {
    const std::lock_guard lock(mutex_);
    drop_over(tickets, Clock::now());
    if (runs() && !tickets.empty()) {
      for (const Ticket& ticket : tickets) wake_by(ticket.deadline);
      waits_.push_back({std::move(tickets), std::move(next)});
      return;
    }
  }
  next();
}

void Scheduler::drop_over(std::vector<Ticket>& tickets, Clock::time_point now) {
  std::erase_if(tickets, [now](const Ticket& t) { return t.slot->ended >= t.run || t.deadline <= now; });
}

void Scheduler::watch_clock() {
  std::unique_lock lock(mutex_);
  while (!stop_.stop_requested()) {
    try {
      begin_due();
      end_waits();
      alarm_ = next_alarm();
    } catch (const std::bad_alloc&) {
      alarm_ = Clock::now() + stall;  // there may be memory then
    }
    tick_.wait_until(lock, alarm_);
  }
}

void Scheduler::begin_due() {
  const auto now = Clock::now();
  while (!background_.empty() && background_.begin()->first <= now) background_.erase(background_.begin());
  while (background_.size() < most_background && !due_.empty() && due_.begin()->first <= now) {
    Slot& slot = *due_.begin()->second;
    if (slot.begun > 0) slot.since = now;
    begin(slot);
  }
}

// What is done after a wait has a thread of its own: the clock must not stand still meanwhile.
void Scheduler::end_waits() {
  const auto now = Clock::now();
  for (Wait& wait : waits_) drop_over(wait.tickets, now);
  const auto over = std::ranges::stable_partition(waits_, [](const Wait& wait) { return !wait.tickets.empty(); });
  std::vector<Wait> ended(std::move_iterator(over.begin()), std::move_iterator(over.end()));
  waits_.erase(over.begin(), over.end());
  for (Wait& wait : ended) post(std::move(wait.next));
}

Scheduler::Clock::time_point Scheduler::next_alarm() const {
  auto next = Clock::now() + never;
  if (!due_.empty()) next = due_.begin()->first;
  if (background_.size() >= most_background) next = std::max(next, background_.begin()->first);
  for (const Wait& wait : waits_)
    for (const Ticket& ticket : wait.tickets) next = std::min(next, ticket.deadline);
  return next;
}

void Scheduler::wake_by(Clock::time_point time) {
  if (time >= alarm_) return;
  alarm_ = time;
  tick_.notify_one();
}

// Once it ends, nothing is begun.
void Scheduler::post(Job job) {
  workers_.post([this, job = std::move(job)]() mutable {
    if (!stop_.stop_requested()) job();
  });
}

}  // namespace n3::spool
