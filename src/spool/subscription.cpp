#include "spool/subscription.hpp"

#include <algorithm>
#include <utility>

#include "base/settled.hpp"
#include "base/thrown.hpp"
#include "spool/waiting.hpp"

namespace n3::spool {

using std::chrono::seconds;

seconds retry_delay(unsigned failures, seconds refresh) {
  constexpr seconds first{30};
  constexpr seconds longest = std::chrono::hours(1);
  constexpr unsigned doublings = 10;
  const seconds delay = std::clamp(refresh, seconds(1), first) * (1U << std::min(failures - 1, doublings));
  return std::min(delay, std::max(refresh, longest));
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

std::optional<seconds> Subscription::run(std::stop_token stop) {
  auto again = [&]() -> Answer<seconds> {
    try {
      return fetch(stop);
    } catch (...) {
      return Error::temporary(thrown_text());
    }
  }();
  if (stop.stop_requested()) return std::nullopt;
  if (const Error* error = again.error()) {
    failed(error->text);
    return at_login_ ? std::nullopt : std::optional(retry_delay(failures_, refresh_));
  }
  succeeded();
  at_login_ = *again.value() <= seconds(0);
  return at_login_ ? std::nullopt : std::optional(*again.value());
}

Answer<seconds> Subscription::fetch(std::stop_token stop) {
  auto answer = wait_for(source_->fetch(ledger_.cursor(place().source)), stop);
  if (!answer) return Error::temporary("the spool is closed");
  if (const Error* error = answer->error()) return *error;
  const Batch& batch = *answer->value();
  refused(intake_.take(batch, stop));
  return batch.again.value_or(refresh_);
}

Answer<Done> Subscription::remove(std::span<const std::string> keys) {
  try {
    return settled(source_->remove(keys));
  } catch (...) {
    reporter_.warn(title_ + ": nothing was removed: " + thrown_text());
    return Error::temporary("the messages cannot be removed just now");
  }
}

void Subscription::succeeded() {
  if (!cause_.empty()) reporter_.info(title_ + ": fetched again");
  cause_.clear();
  failures_ = 0;
}

void Subscription::failed(const std::string& cause) {
  ++failures_;
  if (cause == cause_) return;
  cause_ = cause;
  reporter_.warn(title_ + ": not fetched: " + cause);
}

void Subscription::refused(const std::vector<Refusal>& refusals) {
  for (const Refusal& refusal : refusals)
    if (!refusals_.contains(refusal)) reporter_.warn(title_ + ": item " + refusal.key + " left out: " + refusal.reason);
  refusals_ = {refusals.begin(), refusals.end()};
}

}  // namespace n3::spool
