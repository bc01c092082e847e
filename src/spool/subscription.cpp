#include "spool/subscription.hpp"

#include <algorithm>
#include <functional>
#include <utility>

#include "base/settled.hpp"
#include "base/thrown.hpp"

namespace n3::spool {

using std::chrono::seconds;

namespace {

constexpr seconds never = std::chrono::years(200);  // beyond what the scheduler counts, within what the clock does

bool is_as_it_was(const Batch& batch, const std::string& cursor) {
  return !cursor.empty() && batch.cursor == cursor && !batch.complete && batch.items.empty() && batch.problems.empty();
}

std::string share_of(std::size_t taken, std::size_t brought) {
  const std::string share = taken < brought ? std::to_string(taken) + " of " : "";
  return share + std::to_string(brought) + (brought == 1 ? " item" : " items");
}

}  // namespace

seconds retry_delay(unsigned failures, seconds refresh) {
  constexpr seconds first{30};
  constexpr seconds longest = std::chrono::hours(1);
  constexpr unsigned doublings = 10;
  const seconds delay = std::clamp(refresh, seconds(1), first) * (1U << std::min(failures - 1, doublings));
  return std::min(delay, std::max(refresh, longest));
}

seconds spread(seconds delay, const std::string& name) {
  constexpr int shares = 255;
  delay = std::min(delay, never);
  return delay + delay * static_cast<int>(std::hash<std::string>{}(name) % (shares + 1)) / (shares * 10);
}

Subscription::Subscription(Ledger& ledger, Reporter& reporter, Intake intake, std::unique_ptr<Source> source,
                           seconds refresh)
    : ledger_(ledger),
      reporter_(reporter),
      intake_(std::move(intake)),
      source_(std::move(source)),
      refresh_(refresh),
      title_("mailbox " + place().mailbox_name + ", source " + place().source_name),
      at_login_(refresh <= seconds(0)) {}

std::optional<seconds> Subscription::run(const std::stop_token& stop) {
  if (at_login_ && Clock::now() < paused_until_) return std::nullopt;
  const Batch batch = fetch(stop);
  if (stop.stop_requested()) return std::nullopt;
  if (batch.failure) failed(batch.failure->text);
  paused_until_ = Clock::now() + std::min(batch.pause, never);
  return next(batch);
}

std::optional<seconds> Subscription::next(const Batch& batch) {
  const seconds again = batch.again.value_or(refresh_);
  if (!batch.failure) at_login_ = again <= seconds(0);
  if (at_login_) return std::nullopt;
  const seconds delay = batch.failure ? retry_delay(failures_, refresh_) : again;
  return spread(std::max(delay, batch.pause), place().source_name);
}

// What came, taken in. Whatever went wrong is a batch that says so.
Batch Subscription::fetch(const std::stop_token& stop) {
  try {
    const std::string cursor = ledger_.cursor(place().source);
    auto answer = settled(source_->fetch(cursor), stop);
    if (!answer) return {.failure = Error::temporary("the spool is closed")};
    if (const Error* error = answer->error()) return {.failure = *error};
    Batch& batch = *answer->value();
    if (batch.failure) return std::move(batch);
    if (is_as_it_was(batch, cursor)) {
      succeeded("nothing new");
      return std::move(batch);
    }
    const Intake::Report taken = intake_.take(batch, stop);
    if (stop.stop_requested()) return {.failure = Error::temporary("the spool is closed")};
    report(taken.problems);
    succeeded(share_of(taken.taken, batch.items.size()));
    return std::move(batch);
  } catch (...) {
    return {.failure = Error::temporary(thrown_text())};
  }
}

Answer<Done> Subscription::remove(std::span<const std::string> keys) {
  try {
    return settled(source_->remove(keys));
  } catch (...) {
    reporter_.warn(title_ + ": nothing was removed: " + thrown_text());
    return Error::temporary("the messages cannot be removed just now");
  }
}

// An operator wants to see once that a source brings something, and that one which was ill is well again.
void Subscription::succeeded(const std::string& with) {
  if (!has_succeeded_ || !cause_.empty()) reporter_.info(title_ + ": fetched, with " + with);
  has_succeeded_ = true;
  cause_.clear();
  failures_ = 0;
}

void Subscription::failed(const std::string& cause) {
  ++failures_;
  if (cause == cause_) return;
  cause_ = cause;
  reporter_.warn(title_ + ": not fetched: " + cause);
}

void Subscription::report(const std::vector<std::string>& problems) {
  for (const std::string& problem : problems)
    if (!problems_.contains(problem)) reporter_.warn(title_ + ": " + problem);
  problems_ = {problems.begin(), problems.end()};
}

}  // namespace n3::spool
