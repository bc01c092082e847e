#include "spool/subscription.hpp"

#include <algorithm>
#include <functional>
#include <utility>

#include "base/now.hpp"
#include "base/settled.hpp"
#include "base/thrown.hpp"

namespace n3::spool {

using std::chrono::seconds;

namespace {

constexpr seconds never = std::chrono::years(200);  // beyond what the scheduler counts, within what the clock does

bool is_as_it_was(const Batch& batch, const std::string& cursor) {
  const bool says_something = batch.failure || batch.complete || !batch.items.empty() || !batch.problems.empty();
  return !cursor.empty() && batch.cursor == cursor && !says_something;
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

Subscription::Subscription(Ledger& ledger, Reporter& reporter, Intake intake, SourceHealth health,
                           std::unique_ptr<Source> source, seconds refresh)
    : ledger_(ledger),
      reporter_(reporter),
      intake_(std::move(intake)),
      health_(std::move(health)),
      source_(std::move(source)),
      refresh_(refresh),
      title_("mailbox " + place().mailbox_name + ", source " + place().source_name),
      resumes_(ledger.fetched(place().source) && health_.due()),
      at_login_(refresh <= seconds(0)) {}

seconds Subscription::first() const {
  return resumes_ ? std::clamp(*health_.due() - now(), seconds(0), std::max(refresh_, seconds(0))) : seconds(0);
}

std::optional<seconds> Subscription::run(const std::stop_token& stop) {
  if (at_login_ && Clock::now() < paused_until_) return std::nullopt;
  const auto [batch, with] = fetch(stop);
  if (stop.stop_requested()) {
    health_.is_interrupted();
    return std::nullopt;
  }
  paused_until_ = Clock::now() + std::min(batch.pause, never);
  const auto delay = next(batch);
  if (batch.failure) {
    health_.failed(batch.failure->text, delay);
  } else {
    health_.succeeded(with, delay);
  }
  return delay;
}

std::optional<seconds> Subscription::next(const Batch& batch) {
  const seconds again = batch.again.value_or(refresh_);
  if (!batch.failure) at_login_ = again <= seconds(0);
  if (at_login_) return std::nullopt;
  const seconds delay = batch.failure ? retry_delay(health_.failures() + 1, refresh_) : again;
  return std::min(spread(std::max(delay, batch.pause), place().source_name), batch.at_latest.value_or(never));
}

Subscription::Outcome Subscription::fetch(const std::stop_token& stop) {
  const auto failed = [](Error error) { return Outcome{{.failure = std::move(error)}}; };
  try {
    if (health_.was_cut_short()) return failed(Error::temporary("the process ended while it was being fetched"));
    if (!at_login_) health_.begins();
    const std::string cursor = ledger_.cursor(place().source);
    auto answer = settled(source_->fetch(cursor), stop);
    if (!answer) return failed(Error::temporary("the spool is closed"));
    if (const Error* error = answer->error()) return failed(*error);
    if (is_as_it_was(*answer->value(), cursor)) return {std::move(*answer->value()), "nothing new"};
    return taken_in(std::move(*answer->value()), stop);
  } catch (...) {
    return failed(Error::temporary(thrown_text()));
  }
}

Subscription::Outcome Subscription::taken_in(Batch batch, const std::stop_token& stop) {
  const Intake::Report taken = intake_.take(batch, stop);
  if (!batch.failure && !stop.stop_requested()) report(taken.problems);
  const std::size_t brought = batch.items.size();
  return {std::move(batch), share_of(taken.taken, brought)};
}

Answer<Done> Subscription::remove(std::span<const std::string> keys) {
  try {
    return settled(source_->remove(keys));
  } catch (...) {
    reporter_.warn(title_ + ": nothing was removed: " + thrown_text());
    return Error::temporary("the messages cannot be removed just now");
  }
}

void Subscription::report(const std::vector<std::string>& problems) {
  for (const std::string& problem : problems)
    if (!problems_.contains(problem)) reporter_.warn(title_ + ": " + problem);
  problems_ = {problems.begin(), problems.end()};
}

}  // namespace n3::spool
