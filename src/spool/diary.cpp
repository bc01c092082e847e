#include "spool/diary.hpp"

#include <new>
#include <utility>

#include "base/now.hpp"
#include "base/thrown.hpp"

namespace n3::spool {
namespace {

constexpr std::chrono::seconds interval{5};

}  // namespace

void Diary::login(const std::string& account) {
  const std::lock_guard lock(mutex_);
  notes_.logins[account] = now();
}

void Diary::retrieved(const std::string& account, ItemId item) {
  const std::lock_guard lock(mutex_);
  notes_.retrievals.try_emplace(account, now());
  notes_.items.insert(item);
}

void Diary::measured(ItemId item, const std::string& digest) {
  const std::lock_guard lock(mutex_);
  notes_.digests[item] = digest;
}

std::optional<std::chrono::seconds> Diary::run(const std::stop_token&) try {
  Ledger::Notes notes;
  {
    const std::lock_guard lock(mutex_);
    notes = std::exchange(notes_, {});
  }
  ledger_.enter(notes, now());
  return interval;
} catch (const std::bad_alloc&) {
  throw;
} catch (...) {
  reporter_.warn("logins and retrievals could not be noted: " + thrown_text());
  return interval;
}

void Diary::finish() noexcept try { run({}); } catch (const std::bad_alloc&) {
}

}  // namespace n3::spool
