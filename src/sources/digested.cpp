#include "sources/digested.hpp"

#include <date/date.h>

#include <algorithm>
#include <string>
#include <utility>

#include "sources/fetched.hpp"

namespace n3 {
namespace {

using std::chrono::seconds;

// The time is not in the key: there is one a day, should it be set to another time of day.
Item digest_of(const Daily::Moment& moment) {
  const std::chrono::sys_days date = moment.date;
  return {.key = "digest of " + date::format("%F", date),
          .content = Message{}.subject(std::to_string(unsigned(moment.date.day())) + " " + date::format("%B", date)),
          .date = moment.time,
          .gathers = moment.time};
}

}  // namespace

Answer<Batch> Digested::fetch(std::string_view cursor) {
  Batch batch = fetch_inner(cursor);
  for (Item& item : batch.items) item.gathered = item.account.empty();  // what is one account's alone stays apart
  batch.complete = false;                                               // the digests of other days have not gone
  const auto time = time_();
  batch.items.push_back(digest_of(daily_.last(time)));
  const seconds left = daily_.next(time).time - time;
  batch.at_latest = std::min(batch.at_latest.value_or(left), left);
  batch.pause = std::min(batch.pause, left);
  return batch;
}

// It is left alone as long as it wants, though a digest is due meanwhile.
Batch Digested::fetch_inner(std::string_view cursor) {
  constexpr seconds longest = std::chrono::years(1);
  const auto now = Clock::now();
  if (now < paused_until_)
    return {
        .cursor = std::string(cursor), .pause = std::chrono::ceil<seconds>(paused_until_ - now), .failure = failure_};
  Batch batch = fetched(*source_, cursor);
  paused_until_ = Clock::now() + std::min(batch.pause, longest);
  failure_ = batch.failure;
  return batch;
}

std::unique_ptr<Source> digested(std::unique_ptr<Source> source, const Digest& digest) {
  return std::make_unique<Digested>(std::move(source), digest);
}

}  // namespace n3
